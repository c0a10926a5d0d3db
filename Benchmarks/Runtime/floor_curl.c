// The floor under a runtime on libcurl: an echo function of its own calls alone, which checks nothing.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char *event, id[128];
static size_t length, capacity;

static size_t keep(char *data, size_t size, size_t count, void *context) {
    (void)context;
    if (capacity < length + size * count) {
        capacity = 2 * capacity + size * count;
        event = realloc(event, capacity);
        if (!event) return 0;
    }
    memcpy(event + length, data, size * count);
    length += size * count;
    return size * count;
}

static size_t ignore(char *data, size_t size, size_t count, void *context) {
    (void)data, (void)context;
    return size * count;
}

static size_t read_header(char *line, size_t size, size_t count, void *context) {
    static const char name[] = "Lambda-Runtime-Aws-Request-Id: ";
    (void)context;
    if (size * count > sizeof name && !strncasecmp(line, name, sizeof name - 1)) {
        snprintf(id, sizeof id, "%.*s", (int)(size * count - sizeof name - 1), line + sizeof name - 1);
    }
    return size * count;
}

int main(void) {
    char *api = getenv("AWS_LAMBDA_RUNTIME_API"), url[128], target[256];
    CURL *curl = curl_easy_init();
    if (!api || !curl) return 2;
    snprintf(url, sizeof url, "http://%s/", api);
    // An `Expect: 100-continue` would cost large events another round trip.
    struct curl_slist *headers = curl_slist_append(curl_slist_append(NULL, "Content-Type: application/json"), "Expect:");
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    for (;;) {
        length = 0;
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
        curl_easy_setopt(curl, CURLOPT_REQUEST_TARGET, "/2018-06-01/runtime/invocation/next");
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, read_header);
        if (curl_easy_perform(curl)) return 1;
        snprintf(target, sizeof target, "/2018-06-01/runtime/invocation/%s/response", id);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_REQUEST_TARGET, target);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, event);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, ignore);
        if (curl_easy_perform(curl)) return 1;
    }
}
