// The floor under every runtime: an echo function that reads and writes one socket, and checks nothing.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static char *bytes;
static size_t capacity;
static int descriptor;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// Receives an answer; returns where its body begins.
static char *receive(size_t *length) {
    size_t count = 0, whole = 0;
    char *body = NULL;
    while (!body || count < whole) {
        if (capacity < count + 65537 || capacity < whole + 1) {
            size_t offset = body ? (size_t)(body - bytes) : 0;
            capacity = (whole > count ? whole : count) + 65537;
            bytes = realloc(bytes, capacity);
            if (!bytes) fail("memory");
            if (body) body = bytes + offset;
        }
        ssize_t received = recv(descriptor, bytes + count, capacity - count - 1, 0);
        if (received <= 0) exit(received < 0);
        count += (size_t)received;
        bytes[count] = 0;
        char *end = body ? NULL : strstr(bytes, "\r\n\r\n");
        if (!end) continue;
        body = end + 4;
        char *field = strcasestr(bytes, "\r\nContent-Length:");
        *length = field ? strtoul(field + 17, NULL, 10) : 0;
        whole = (size_t)(body - bytes) + *length;
    }
    return body;
}

static void send_parts(struct iovec *parts, int count) {
    while (count > 0) {
        ssize_t written = writev(descriptor, parts, count);
        if (written < 0) fail("sending");
        while (count > 0 && (size_t)written >= parts->iov_len) {
            written -= (ssize_t)parts->iov_len;
            parts++;
            count--;
        }
        if (count == 0) break;
        parts->iov_base = (char *)parts->iov_base + written;
        parts->iov_len -= (size_t)written;
    }
}

int main(void) {
    char *api = getenv("AWS_LAMBDA_RUNTIME_API"), *colon = api ? strchr(api, ':') : NULL;
    if (!colon) return 2;
    char host[64];
    snprintf(host, sizeof host, "%.*s", (int)(colon - api), api);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(colon + 1))};
    int yes = 1;
    descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1 || descriptor < 0
        || connect(descriptor, (struct sockaddr *)&address, sizeof address)) fail("connecting");
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    char next[256], head[512];
    int next_length = snprintf(next, sizeof next, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", api);
    for (;;) {
        send_parts(&(struct iovec){next, (size_t)next_length}, 1);
        size_t length = 0;
        char *body = receive(&length);
        char *id = strcasestr(bytes, "\r\nLambda-Runtime-Aws-Request-Id: ");
        if (!id || id > body) return 1;
        id += 33;
        int head_length = snprintf(head, sizeof head,
            "POST /2018-06-01/runtime/invocation/%.*s/response HTTP/1.1\r\nHost: %s\r\n"
            "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
            (int)strcspn(id, "\r"), id, api, length);
        send_parts((struct iovec[]){{head, (size_t)head_length}, {body, length}}, 2);
        receive(&length);
    }
}
