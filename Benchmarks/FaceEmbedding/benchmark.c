// Measures the embedding of a face beside OpenBLAS's matrix product (SGEMM), by turns in one process, so that whatever
// else the machine does slows both: the ratio of the two is what to look at.
//
// usage: benchmark WEIGHTS INSTRUCTION-SET [ROUNDS], with OPENBLAS_CORETYPE set to a kernel of that instruction set

#include <cblas.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "CFaceEmbedding.h"

/// The operations of one embedding as its layers are defined, padding included: twice the products of all. Winograd's
/// convolutions do with fewer, so the rate may be above SGEMM's.
static const double EmbeddingOperations = 0.5417e9;

/// Large enough for SGEMM's full rate, and as long as a few embeddings.
enum { MatrixSide = 768, MostRounds = 10000 };

/// This thread's time on a processor, in milliseconds.
static double processorTime(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static double wallTime(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static int isLess(const void *one, const void *other) {
    const double left = *(const double *)one, right = *(const double *)other;
    return (left > right) - (left < right);
}

static float *matrix(float value) {
    float *values = aligned_alloc(64, sizeof(float) * MatrixSide * MatrixSide);
    for (int index = 0; values != NULL && index < MatrixSide * MatrixSide; ++index) values[index] = value;
    return values;
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: %s WEIGHTS INSTRUCTION-SET [ROUNDS]\n", arguments[0]);
        return 2;
    }
    const CFaceInstructionSet set = (CFaceInstructionSet)atoi(arguments[2]);
    const int asked = count > 3 ? atoi(arguments[3]) : 100;
    const int rounds = asked < 1 ? 1 : asked > MostRounds ? MostRounds : asked;
    if (!CFaceInstructionSet_isSupported(set)) return 3;

    const double start = wallTime();
    CFaceNetwork *network = NULL;
    const CFaceStatus status = CFaceNetwork_open(arguments[1], &network);
    CFaceWorkspace *workspace = CFaceWorkspace_create();
    const double ready = wallTime();
    float *left = matrix(0.5f), *right = matrix(0.25f), *product = matrix(0);
    if (network == NULL || workspace == NULL || left == NULL || right == NULL || product == NULL) {
        fprintf(stderr, "cannot open %s: status %d, %s\n", arguments[1], (int)status, strerror(errno));
        return 1;
    }

    static uint8_t chip[CFaceChipBytes];
    srand(1);
    for (int index = 0; index < CFaceChipBytes; ++index) chip[index] = (uint8_t)rand();
    float embedding[CFaceEmbeddingLength];
    const double beforeFirst = wallTime();
    CFaceNetwork_embed(network, workspace, set, chip, embedding);
    const double first = wallTime() - beforeFirst;

    static double embeddings[MostRounds], products[MostRounds], ratios[MostRounds];
    const double productOperations = 2.0 * MatrixSide * MatrixSide * MatrixSide;
    for (int round = -3; round < rounds; ++round) {
        const double before = processorTime();
        CFaceNetwork_embed(network, workspace, set, chip, embedding);
        CFaceNetwork_embed(network, workspace, set, chip, embedding);
        const double between = processorTime();
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, MatrixSide, MatrixSide, MatrixSide, 1, left, MatrixSide,
            right, MatrixSide, 0, product, MatrixSide);
        const double after = processorTime();
        // The first rounds warm up.
        if (round < 0) continue;
        embeddings[round] = (between - before) / 2;
        products[round] = after - between;
        ratios[round] = (EmbeddingOperations / embeddings[round]) / (productOperations / products[round]);
    }
    qsort(embeddings, (size_t)rounds, sizeof(double), isLess);
    qsort(products, (size_t)rounds, sizeof(double), isLess);
    qsort(ratios, (size_t)rounds, sizeof(double), isLess);

    const double median = embeddings[rounds / 2], best = embeddings[rounds / 20];
    printf(
        "%-8s %-8s ready %.2f ms, first %.1f ms, then median %.2f ms (%.0f GFLOP/s), 5th percentile %.2f ms (%.0f); "
        "SGEMM median %.0f GFLOP/s, 5th percentile %.0f; %.0f %% of SGEMM (median of rounds)\n",
        CFaceInstructionSet_name(set), CFaceNetwork_weightType(network) == CFaceWeightTypeFloat16 ? "float16" : "float32",
        ready - start, first, median, EmbeddingOperations / median * 1e-6, best, EmbeddingOperations / best * 1e-6,
        productOperations / products[rounds / 2] * 1e-6, productOperations / products[rounds / 20] * 1e-6,
        ratios[rounds / 2] * 100);
    CFaceWorkspace_destroy(workspace);
    CFaceNetwork_close(network);
}
