// libmosquitto, Eclipse's MQTT client (mosquitto.h of version 2.0), found when it is first wanted: whoever tells no
// broker of anything need not have it installed.
#ifndef ROLLCALL_CMOSQUITTO_H
#define ROLLCALL_CMOSQUITTO_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

typedef void CMosquitto_client;
typedef void (*CMosquitto_on_result)(CMosquitto_client *_Nullable, void *_Nullable, int);

// The functions that are used, as mosquitto.h declares them.
typedef struct {
    int (*_Nonnull lib_init)(void);
    CMosquitto_client *_Nullable (*_Nonnull create)(const char *_Nullable id, bool clean_session, void *_Nullable context);
    void (*_Nonnull destroy)(CMosquitto_client *_Nonnull);
    int (*_Nonnull will_set)(CMosquitto_client *_Nonnull, const char *_Nonnull topic, int length, const void *_Nullable payload,
                             int qos, bool retain);
    int (*_Nonnull username_pw_set)(CMosquitto_client *_Nonnull, const char *_Nullable name, const char *_Nullable password);
    int (*_Nonnull tls_set)(CMosquitto_client *_Nonnull, const char *_Nullable file, const char *_Nullable folder,
                            const char *_Nullable certificate, const char *_Nullable key, void *_Nullable password);
    int (*_Nonnull reconnect_delay_set)(CMosquitto_client *_Nonnull, unsigned int shortest, unsigned int longest, bool doubles);
    void (*_Nonnull connect_callback_set)(CMosquitto_client *_Nonnull, CMosquitto_on_result _Nonnull);
    void (*_Nonnull disconnect_callback_set)(CMosquitto_client *_Nonnull, CMosquitto_on_result _Nonnull);
    void (*_Nonnull publish_callback_set)(CMosquitto_client *_Nonnull, CMosquitto_on_result _Nonnull);
    int (*_Nonnull connect_async)(CMosquitto_client *_Nonnull, const char *_Nonnull host, int port, int keepalive);
    int (*_Nonnull loop_start)(CMosquitto_client *_Nonnull);
    int (*_Nonnull loop_stop)(CMosquitto_client *_Nonnull, bool force);
    int (*_Nonnull disconnect)(CMosquitto_client *_Nonnull);
    int (*_Nonnull publish)(CMosquitto_client *_Nonnull, int *_Nullable number, const char *_Nonnull topic, int length,
                            const void *_Nullable payload, int qos, bool retain);
    const char *_Nonnull (*_Nonnull error)(int code);
    const char *_Nonnull (*_Nonnull refusal)(int code);
} CMosquitto_functions;

// Whether the library is there, and all of its functions are.
static inline bool CMosquitto_load(CMosquitto_functions *_Nonnull functions) {
    void *library = dlopen("libmosquitto.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
    const char *names[] = {
        "mosquitto_lib_init", "mosquitto_new", "mosquitto_destroy", "mosquitto_will_set", "mosquitto_username_pw_set",
        "mosquitto_tls_set", "mosquitto_reconnect_delay_set", "mosquitto_connect_callback_set",
        "mosquitto_disconnect_callback_set", "mosquitto_publish_callback_set", "mosquitto_connect_async",
        "mosquitto_loop_start", "mosquitto_loop_stop", "mosquitto_disconnect", "mosquitto_publish", "mosquitto_strerror",
        "mosquitto_connack_string",
    };
    void **found = (void **)functions;
    _Static_assert(sizeof names / sizeof *names == sizeof(CMosquitto_functions) / sizeof(void *), "one name a function");
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (!(found[index] = dlsym(library, names[index]))) return false;
    }
    return functions->lib_init() == 0;
}

#endif
