#ifndef ROLLCALL_CFOUNDATIONTYPES_H
#define ROLLCALL_CFOUNDATIONTYPES_H

#include <stddef.h>

// Which types of Foundation's a program has, for code that must not link Foundation: a weak symbol is null where
// nothing else brings it. A type's metadata is what its metatype points to (Swift ABI, "Type Metadata", metadata
// accessors).
typedef struct {
    const void *_Nullable metadata;
    size_t state;
} CFoundationTypes_response;

typedef __attribute__((swiftcall)) CFoundationTypes_response (*CFoundationTypes_accessor)(size_t request);

extern __attribute__((swiftcall, weak)) CFoundationTypes_response CFoundationTypes_data_accessor(size_t request)
    __asm__("$s20FoundationEssentials4DataVMa");
extern __attribute__((swiftcall, weak)) CFoundationTypes_response CFoundationTypes_decimal_accessor(size_t request)
    __asm__("$s20FoundationEssentials7DecimalVMa");
extern __attribute__((swiftcall, weak)) CFoundationTypes_response CFoundationTypes_url_accessor(size_t request)
    __asm__("$s20FoundationEssentials3URLVMa");

static inline const void *_Nullable CFoundationTypes_metadata(CFoundationTypes_accessor _Nullable accessor) {
    return accessor ? accessor(0).metadata : NULL;
}

static inline const void *_Nullable CFoundationTypes_data(void) {
    return CFoundationTypes_metadata(CFoundationTypes_data_accessor);
}

static inline const void *_Nullable CFoundationTypes_decimal(void) {
    return CFoundationTypes_metadata(CFoundationTypes_decimal_accessor);
}

static inline const void *_Nullable CFoundationTypes_url(void) {
    return CFoundationTypes_metadata(CFoundationTypes_url_accessor);
}

#endif
