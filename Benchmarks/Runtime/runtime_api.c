// A Lambda Runtime API on loopback that measures the function it starts: serves it events over kept-alive
// HTTP/1.1 and prints one line of JSON.
//
//   runtime_api [-n EVENTS] [-w WARM-UP] [-s BYTES | -e FILE -a TEXT] [-c] -- COMMAND [ARGUMENT...]
//     -n  events to serve, the warm-up included (20000)
//     -w  first events, left out of the figures (500)
//     -s  size of an event, at least 64 (1024)
//     -e  the file that is the event
//     -a  what stands in each answer to it; without it the answer is the event
//     -c  end at the first GET /next: measure the start alone
//
// cycle_us   from the event's first byte sent to the arrival of the next GET /next, in the median: all that a runtime
//            adds to a handler that does nothing, and this server's own work
// cpu_us     the function's user and system time for an event
// start_ms   from fork to the first GET /next
// rss_kb     resident memory after the last event
// differing  answers that were not the event, byte for byte. A JSON echo may order an object's fields otherwise:
//            so answers of the same length and the same sum of bytes count as equal.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { maximum_connections = 32, patience_ms = 120000 };

typedef struct {
    int descriptor;
    char *bytes;
    size_t count, capacity;
} Connection;

static Connection connections[maximum_connections];
static int connection_count;
static long event_count = 20000, warm_up = 500;
static size_t event_size = 1024;
static char *event, *answer;
static const char *expected;
static size_t answer_length;
static pid_t function;
static clockid_t function_clock;

static long served, differing;
static double started, sent, first_next, warm_cpu;
static double *cycles;

static void fail(const char *what) {
    fprintf(stderr, "runtime_api: %s: %s\n", what, errno ? strerror(errno) : "the function misbehaved");
    if (function > 0) kill(function, SIGKILL);
    exit(1);
}

static double seconds_of(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time)) fail("reading a clock");
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void send_all(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent_now = send(descriptor, bytes, count, MSG_NOSIGNAL);
        if (sent_now < 0) fail("sending");
        bytes += sent_now;
        count -= (size_t)sent_now;
    }
}

// {"id":123,"kind":"echo","items":["abc…","…"]}
static void make_event(void) {
    static const char start[] = "{\"id\":123,\"kind\":\"echo\",\"items\":[\"";
    event = malloc(event_size + 1);
    if (!event) fail("allocating");
    memcpy(event, start, sizeof start);
    size_t length = sizeof start - 1;
    while (length < event_size - 3) {
        if (length % 36 == 35 && length + 8 < event_size) {
            memcpy(event + length, "\",\"", 3);
            length += 3;
        } else {
            event[length] = (char)('a' + length % 26);
            length++;
        }
    }
    memcpy(event + length, "\"]}", 3);
}

static void read_event(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file || fseek(file, 0, SEEK_END) || (event_size = (size_t)ftell(file)) == 0) fail(path);
    event = malloc(event_size + 1);
    rewind(file);
    if (!event || fread(event, 1, event_size, file) != event_size) fail(path);
    fclose(file);
}

static void make_answer(void) {
    char head[1024];
    int head_length = snprintf(head, sizeof head,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
        "Lambda-Runtime-Deadline-Ms: 99999999999999\r\n"
        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:echo\r\n"
        "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1\r\n"
        "Date: Tue, 24 Nov 2026 00:00:00 GMT\r\nContent-Length: %zu\r\n\r\n", event_size);
    answer_length = (size_t)head_length + event_size;
    answer = malloc(answer_length);
    if (!answer) fail("allocating");
    memcpy(answer, head, (size_t)head_length);
    memcpy(answer + head_length, event, event_size);
}

static unsigned long sum(const char *bytes, size_t count) {
    unsigned long result = 0;
    for (size_t i = 0; i < count; i++) result += (unsigned char)bytes[i];
    return result;
}

static int is_right(const char *body, size_t length) {
    if (expected) return memmem(body, length, expected, strlen(expected)) != NULL;
    if (length != event_size) return 0;
    return !memcmp(body, event, length) || sum(body, length) == sum(event, length);
}

static void start_function(char **command, int listener, int port) {
    char address[32];
    snprintf(address, sizeof address, "127.0.0.1:%d", port);
    started = seconds_of(CLOCK_MONOTONIC);
    function = fork();
    if (function < 0) fail("fork");
    if (function == 0) {
        setenv("AWS_LAMBDA_RUNTIME_API", address, 1);
        setenv("AWS_LAMBDA_FUNCTION_NAME", "echo", 1);
        setenv("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST", 1);
        setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128", 1);
        setenv("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/echo", 1);
        setenv("AWS_LAMBDA_LOG_STREAM_NAME", "stream", 1);
        setenv("AWS_REGION", "eu-central-1", 1);
        setenv("LAMBDA_TASK_ROOT", ".", 0);
        setenv("_HANDLER", "handler.handler", 0);
        close(listener);
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    if (clock_getcpuclockid(function, &function_clock)) fail("the function's clock");
}

// The length of a whole chunked body, 0 while it is not there; joins the chunks at the body's start.
static size_t join_chunks(char *body, size_t count, size_t *joined) {
    size_t offset = 0;
    *joined = 0;
    for (;;) {
        char *line_end = memmem(body + offset, count - offset, "\r\n", 2);
        if (!line_end) return 0;
        size_t size = strtoul(body + offset, NULL, 16);
        size_t data = (size_t)(line_end - body) + 2;
        if (size == 0) {
            // The trailers' end: an empty line.
            char *end = memmem(body + data - 2, count - data + 2, "\r\n\r\n", 4);
            return end ? (size_t)(end - body) + 4 : 0;
        }
        if (size > count || data + size + 2 > count) return 0;
        offset = data + size + 2;
        // Only a body that is whole may be moved: until then it is parsed again from its start.
        *joined += size;
    }
}

static void move_chunks(char *body) {
    char *from = body, *to = body;
    for (size_t size; (size = strtoul(from, NULL, 16)) > 0; from += size + 2) {
        from = strstr(from, "\r\n") + 2;
        memmove(to, from, size);
        to += size;
    }
}

static void serve_next(Connection *connection, double now) {
    if (served == 0) first_next = now;
    if (served == warm_up) warm_cpu = seconds_of(function_clock);
    if (served > 0) cycles[served - 1] = now - sent;
    if (served == event_count) return;
    served++;
    sent = seconds_of(CLOCK_MONOTONIC);
    send_all(connection->descriptor, answer, answer_length);
}

static void serve_answer(Connection *connection, const char *body, size_t length) {
    static const char accepted[] =
        "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nDate: Tue, 24 Nov 2026 00:00:00 GMT\r\n"
        "Content-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";
    if (!is_right(body, length)) differing++;
    send_all(connection->descriptor, accepted, sizeof accepted - 1);
}

// Serves the first request of the buffer; 0 while it is not whole.
static int serve(Connection *connection, double now) {
    char *end = memmem(connection->bytes, connection->count, "\r\n\r\n", 4);
    if (!end) return 0;
    *end = 0;
    char *body = end + 4;
    size_t available = connection->count - (size_t)(body - connection->bytes), length = 0, joined = 0;
    char *field = strcasestr(connection->bytes, "\r\nContent-Length:");
    int is_chunked = strcasestr(connection->bytes, "\r\nTransfer-Encoding: chunked") != NULL;
    if (field) length = strtoul(field + 17, NULL, 10);
    if (is_chunked) {
        connection->bytes[connection->count] = 0;
        length = join_chunks(body, available, &joined);
    }
    if (length > available || (is_chunked && length == 0)) {
        *end = '\r';
        return 0;
    }
    int is_next = !strncmp(connection->bytes, "GET ", 4) && strstr(connection->bytes, "/runtime/invocation/next");
    if (is_next) {
        serve_next(connection, now);
    } else if (strstr(connection->bytes, "/response ")) {
        if (is_chunked) move_chunks(body);
        serve_answer(connection, body, is_chunked ? joined : length);
    } else {
        fprintf(stderr, "runtime_api: %.*s\n%.*s\n", 200, connection->bytes, (int)length, body);
        errno = 0;
        fail("a request that an echo function does not make");
    }
    size_t used = (size_t)(body - connection->bytes) + length;
    memmove(connection->bytes, connection->bytes + used, connection->count - used);
    connection->count -= used;
    return 1;
}

static void receive(Connection *connection) {
    if (connection->capacity < connection->count + 65536 + 1) {
        connection->capacity = 2 * connection->capacity + 65536 + 1;
        connection->bytes = realloc(connection->bytes, connection->capacity);
        if (!connection->bytes) fail("allocating");
    }
    ssize_t count = recv(connection->descriptor, connection->bytes + connection->count,
        connection->capacity - connection->count - 1, 0);
    double now = seconds_of(CLOCK_MONOTONIC);
    if (count <= 0) {
        close(connection->descriptor);
        connection->descriptor = -1;
        return;
    }
    connection->count += (size_t)count;
    while (serve(connection, now)) {}
}

static void accept_connection(int listener) {
    int descriptor = accept(listener, NULL, NULL), yes = 1;
    if (descriptor < 0 || connection_count == maximum_connections) fail("accepting a connection");
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connections[connection_count++] = (Connection){.descriptor = descriptor};
}

static int is_done(int start_alone) {
    return start_alone ? first_next > 0 : served == event_count && cycles[event_count - 1] > 0;
}

static void run(int listener, int start_alone) {
    while (!is_done(start_alone)) {
        struct pollfd polled[maximum_connections + 1];
        for (int i = 0; i < connection_count; i++) {
            polled[i] = (struct pollfd){.fd = connections[i].descriptor, .events = POLLIN};
        }
        int count = connection_count;
        polled[count] = (struct pollfd){.fd = listener, .events = POLLIN};
        int ready = poll(polled, (nfds_t)count + 1, 1000);
        errno = 0;
        if (ready == 0 && waitpid(function, NULL, WNOHANG) == function) {
            function = 0;
            fail("the function ended");
        }
        if (ready == 0 && seconds_of(CLOCK_MONOTONIC) - (sent > 0 ? sent : started) > patience_ms / 1e3) {
            fail("no request for too long");
        }
        for (int i = 0; i < count && !is_done(start_alone); i++) {
            if (polled[i].revents) receive(&connections[i]);
        }
        if (polled[count].revents) accept_connection(listener);
    }
}

static long resident_kilobytes(void) {
    char path[64], line[256];
    long kilobytes = 0;
    snprintf(path, sizeof path, "/proc/%d/status", function);
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1) break;
    }
    fclose(file);
    return kilobytes;
}

static int ascending(const void *first, const void *second) {
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

int main(int argc, char **argv) {
    int start_alone = 0;
    for (int option; (option = getopt(argc, argv, "+n:w:s:e:a:c")) != -1;) {
        switch (option) {
        case 'n': event_count = strtol(optarg, NULL, 10); break;
        case 'w': warm_up = strtol(optarg, NULL, 10); break;
        case 's': event_size = strtoul(optarg, NULL, 10); break;
        case 'e': read_event(optarg); break;
        case 'a': expected = optarg; break;
        case 'c': start_alone = 1; break;
        default: return 2;
        }
    }
    if (optind >= argc || warm_up >= event_count || warm_up < 0 || event_size < 64) {
        fprintf(stderr, "usage: runtime_api [-n EVENTS] [-w WARM-UP] [-s BYTES | -e FILE -a TEXT] [-c] -- COMMAND\n");
        return 2;
    }
    cycles = calloc((size_t)event_count, sizeof *cycles);
    if (!cycles) fail("allocating");
    if (!event) make_event();
    make_answer();

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t address_size = sizeof address;
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 16)
        || getsockname(listener, (struct sockaddr *)&address, &address_size)) fail("listening");

    start_function(argv + optind, listener, ntohs(address.sin_port));
    run(listener, start_alone);
    long measured = event_count - warm_up;
    printf("{\"start_ms\": %.4f, \"rss_kb\": %ld", 1e3 * (first_next - started), resident_kilobytes());
    if (!start_alone) {
        double cpu = seconds_of(function_clock) - warm_cpu;
        qsort(cycles + warm_up, (size_t)measured, sizeof *cycles, ascending);
        printf(", \"cycle_us\": %.3f, \"cpu_us\": %.3f, \"differing\": %ld",
            1e6 * cycles[warm_up + measured / 2], 1e6 * cpu / (double)measured, differing);
    }
    printf("}\n");
    // An instrumented function writes its counts when it is asked to end; one that ignores that is killed.
    kill(function, SIGTERM);
    for (int i = 0; i < 500 && waitpid(function, NULL, WNOHANG) == 0; i++) usleep(10000);
    kill(function, SIGKILL);
    return 0;
}
