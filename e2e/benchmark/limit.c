/*
 * The least a request can cost: one hand-written statement that returns the finished JSON, or several in one transaction whose last
 * does, over libpq, without HTTP, GraphQL or tokens, under the same row-level security.
 *
 *   limit print    <conninfo> <statement.sql> <parameters.tsv> <count>                  prints the first answers
 *   limit pipeline <conninfo> <statement.sql> <parameters.tsv> <seconds> <connections>
 *   limit guard    <conninfo> <statement.sql> <parameters.tsv> <seconds> <connections>
 *
 * A line of parameters is the district ($1, a text) and what the statements take from $2 on, between tabs. Statements are
 * parted by a line with a semicolon, or with two where the client has to see the answers before it can go on. "pipeline" sends
 * set_config and the statements in one implicit transaction and one round trip, or between begin and commit where it has to go on;
 * "guard" sends a single statement inside "case when set_config(..)"; "print" leaves nothing behind. When every connection is warm it
 * prints "ready" and waits for a line; after the run it prints requests, seconds and its own CPU seconds and waits again, so that the
 * caller can read the CPU of others.
 */
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PARAMETERS = 16, MOST_STATEMENTS = 16, WARM = 20, TEXT = 25, UUID = 2950 };

static const char *(*rows)[MOST_PARAMETERS];
static int row_count, parameter_count, next_row;
static int pipelined, statement_count;
static char *statements[MOST_STATEMENTS];
/* After which statements the client waits; of each connection, by its socket, where it is. */
static int waits[MOST_STATEMENTS], several_trips;
static struct { const char *const *row; int sent, seen; } at[1024];
static char names[MOST_STATEMENTS][16];
static Oid types[MOST_PARAMETERS];

static void die(const char *what, const char *why) {
    fprintf(stderr, "limit: %s: %s\n", what, why);
    exit(1);
}

static char *read_file(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) die(path, strerror(errno));
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (fread(text, 1, size, file) != (size_t)size) die(path, "cannot be read");
    text[size] = 0;
    fclose(file);
    return text;
}

static void read_parameters(const char *path) {
    char *text = read_file(path);
    int room = 0;
    for (char *c = text; *c; c++) room += *c == '\n';
    rows = calloc(room, sizeof *rows);
    for (char *line = text; *line;) {
        char *end = strchr(line, '\n');
        *end = 0;
        parameter_count = 0;
        for (char *value = line; value;) {
            char *tab = strchr(value, '\t');
            if (tab) *tab++ = 0;
            rows[row_count][parameter_count++] = value;
            value = tab;
        }
        row_count++;
        line = end + 1;
    }
}

static void read_statements(const char *path) {
    for (char *sql = read_file(path); sql; statement_count++) {
        if (statement_count == MOST_STATEMENTS) die(path, "too many statements");
        statements[statement_count] = sql;
        sprintf(names[statement_count], "statement%d", statement_count);
        if ((sql = strstr(sql, "\n;"))) {
            *sql = 0;
            several_trips |= waits[statement_count] = sql[2] == ';';
            sql = strchr(sql + 2, '\n') + 1;
        }
    }
    /* Not every statement takes every parameter, and what one does not take it cannot infer the type of. */
    for (int i = 0; statement_count > 1 && i < parameter_count; i++)
        types[i] = i && strlen(rows[0][i]) == 36 ? UUID : TEXT;
    types[0] = TEXT;
}

static void check(PGconn *connection, PGresult *result, ExecStatusType expected) {
    if (PQresultStatus(result) != expected) die(PQresStatus(PQresultStatus(result)), PQerrorMessage(connection));
}

static void prepare(PGconn *connection, const char *name, const char *sql) {
    PGresult *result = PQprepare(connection, name, sql, statement_count > 1 ? parameter_count : 1, types);
    check(connection, result, PGRES_COMMAND_OK);
    PQclear(result);
}

static PGconn *connect_to(const char *where, int print) {
    PGconn *connection = PQconnectdb(where);
    if (PQstatus(connection) != CONNECTION_OK) die("connect", PQerrorMessage(connection));
    if (pipelined) {
        prepare(connection, "district", "select set_config('linli.district', $1, true)");
        for (int i = 0; i < statement_count; i++) prepare(connection, names[i], statements[i]);
        if (several_trips) prepare(connection, "begin", "begin");
        if (several_trips) prepare(connection, "end", print ? "rollback" : "commit");
    } else {
        static const char guard[] = "select case when set_config('linli.district', $1, true) is not null then (%s) end";
        char *guarded = malloc(sizeof guard + strlen(statements[0]));
        sprintf(guarded, guard, statements[0]);
        prepare(connection, names[0], guarded);
        free(guarded);
    }
    if (print && !several_trips) PQclear(PQexec(connection, "begin"));
    PQsetnonblocking(connection, 1);
    if (pipelined && !PQenterPipelineMode(connection)) die("pipeline mode", PQerrorMessage(connection));
    return connection;
}

/* The statements up to the next wait, or to the end. */
static void send_trip(PGconn *connection) {
    const char *const *values = at[PQsocket(connection)].row;
    int *i = &at[PQsocket(connection)].sent, sent = 1;
    /* It takes one parameter, or all where there are several statements. */
    int all = statement_count > 1 ? parameter_count : 1;
    if (*i == 0 && several_trips) sent &= PQsendQueryPrepared(connection, "begin", all, values, NULL, NULL, 0);
    if (*i == 0 && pipelined) sent &= PQsendQueryPrepared(connection, "district", all, values, NULL, NULL, 0);
    do sent &= PQsendQueryPrepared(connection, names[*i], parameter_count, values, NULL, NULL, 0);
    while (!waits[(*i)++] && *i < statement_count);
    if (*i == statement_count && several_trips) sent &= PQsendQueryPrepared(connection, "end", all, values, NULL, NULL, 0);
    if (pipelined) sent &= PQpipelineSync(connection);
    if (!sent || PQflush(connection) < 0) die("send", PQerrorMessage(connection));
}

static void send_request(PGconn *connection) {
    at[PQsocket(connection)].row = rows[next_row];
    at[PQsocket(connection)].sent = at[PQsocket(connection)].seen = 0;
    next_row = (next_row + 1) % row_count;
    send_trip(connection);
}

/* True when the whole answer is there; "print" prints it. */
static int receive(PGconn *connection, int print) {
    int *seen = &at[PQsocket(connection)].seen;
    while (!PQisBusy(connection)) {
        PGresult *result = PQgetResult(connection);
        if (!result) {
            if (!pipelined) return 1;
            continue;
        }
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            if (at[PQsocket(connection)].sent == statement_count) return 1;
            send_trip(connection);
            continue;
        }
        ExecStatusType status = PQresultStatus(result);
        check(connection, result, status == PGRES_COMMAND_OK ? status : PGRES_TUPLES_OK);
        if (!pipelined || ++*seen == 1 + several_trips + statement_count) {
            if (PQntuples(result) != 1 || PQgetlength(result, 0, 0) < 2) die("answer", "no JSON");
            if (print) puts(PQgetvalue(result, 0, 0));
        }
        PQclear(result);
    }
    return 0;
}

static void one(PGconn *connection, int print) {
    send_request(connection);
    struct pollfd socket = {.fd = PQsocket(connection), .events = POLLIN};
    do {
        poll(&socket, 1, -1);
        if (!PQconsumeInput(connection)) die("receive", PQerrorMessage(connection));
    } while (!receive(connection, print));
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double own_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void await_line(void) {
    int c;
    fflush(stdout);
    while ((c = getchar()) != '\n')
        if (c == EOF) exit(0);
}

int main(int argc, char **argv) {
    if (argc < 6) die(argv[0], "see the head of limit.c");
    int print = !strcmp(argv[1], "print");
    pipelined = strcmp(argv[1], "guard");
    read_parameters(argv[4]);
    read_statements(argv[3]);
    if (!pipelined && statement_count > 1) die(argv[3], "several statements have no guard");
    if (print) {
        PGconn *connection = connect_to(argv[2], 1);
        for (int i = 0; i < atoi(argv[5]); i++) one(connection, 1);
        return 0;
    }
    double seconds = atof(argv[5]);
    int connections = atoi(argv[6]);
    int ready = epoll_create1(0);
    PGconn **all = calloc(connections, sizeof *all);
    for (int i = 0; i < connections; i++) {
        all[i] = connect_to(argv[2], 0);
        for (int n = 0; n < WARM; n++) one(all[i], 0);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = all[i]};
        epoll_ctl(ready, EPOLL_CTL_ADD, PQsocket(all[i]), &event);
    }
    puts("ready");
    await_line();
    double start = now(), cpu = own_cpu(), end = start + seconds;
    long done = 0;
    int open = connections;
    for (int i = 0; i < connections; i++) send_request(all[i]);
    while (open) {
        struct epoll_event events[64];
        int n = epoll_wait(ready, events, 64, -1);
        for (int i = 0; i < n; i++) {
            PGconn *connection = events[i].data.ptr;
            if (!PQconsumeInput(connection)) die("receive", PQerrorMessage(connection));
            if (!receive(connection, 0)) continue;
            done++;
            if (now() < end) send_request(connection);
            else open--;
        }
    }
    printf("%ld %.6f %.6f\n", done, now() - start, own_cpu() - cpu);
    await_line();
    return 0;
}
