#ifndef ROLLCALL_CCURL_H
#define ROLLCALL_CCURL_H

#include <curl/curl.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call:
// one wrapper for each type that libcurl documents for the last argument.

static inline CURLcode CCurl_easy_setopt_long(CURL *_Nonnull handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_easy_setopt_offset(CURL *_Nonnull handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_easy_setopt_string(
    CURL *_Nonnull handle, CURLoption option, const char *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_easy_setopt_pointer(
    CURL *_Nonnull handle, CURLoption option, const void *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_easy_setopt_list(
    CURL *_Nonnull handle, CURLoption option, struct curl_slist *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

// CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION share this form.
typedef size_t (*CCurl_data_callback)(
    char *_Nonnull data, size_t size, size_t count, void *_Nullable context);

static inline CURLcode CCurl_easy_setopt_data_callback(
    CURL *_Nonnull handle, CURLoption option, CCurl_data_callback _Nullable callback) {
    return curl_easy_setopt(handle, option, callback);
}

// CURLOPT_PREREQFUNCTION: called when the connection stands, before the request goes out.
typedef int (*CCurl_connected_callback)(
    void *_Nullable context, char *_Nullable remote, char *_Nullable local, int remote_port, int local_port);

static inline CURLcode CCurl_easy_setopt_connected_callback(
    CURL *_Nonnull handle, CURLoption option, CCurl_connected_callback _Nullable callback) {
    return curl_easy_setopt(handle, option, callback);
}

// CURLOPT_SOCKOPTFUNCTION: called when a socket has been made, before it connects.
typedef int (*CCurl_socket_callback)(void *_Nullable context, curl_socket_t socket, curlsocktype purpose);

static inline CURLcode CCurl_easy_setopt_socket_callback(
    CURL *_Nonnull handle, CURLoption option, CCurl_socket_callback _Nullable callback) {
    return curl_easy_setopt(handle, option, callback);
}

// CURLOPT_TRAILERFUNCTION
typedef int (*CCurl_trailer_callback)(
    struct curl_slist *_Nullable *_Nonnull list, void *_Nullable context);

static inline CURLcode CCurl_easy_setopt_trailer_callback(
    CURL *_Nonnull handle, CURLoption option, CCurl_trailer_callback _Nullable callback) {
    return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode CCurl_easy_getinfo_long(
    CURL *_Nonnull handle, CURLINFO info, long *_Nonnull value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode CCurl_multi_setopt_long(CURLM *_Nonnull multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The message's union member, which Swift imports only under a name of its own making.
static inline CURLcode CCurl_message_result(const CURLMsg *_Nonnull message) {
    return message->data.result;
}

#endif
