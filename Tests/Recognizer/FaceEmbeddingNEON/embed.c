// Prints the embeddings of pseudorandom chips: usage: embed WEIGHTS

#include <stdio.h>

#include "CFaceEmbedding.h"

enum { ChipCount = 4 };

int main(int count, char **arguments) {
    CFaceNetwork *network = NULL;
    if (count != 2 || CFaceNetwork_open(arguments[1], &network) != CFaceStatusOK) return 1;
    CFaceWorkspace *workspace = CFaceWorkspace_create();
    if (workspace == NULL) return 1;

    const CFaceInstructionSet instructionSet = CFaceInstructionSet_best();
    fprintf(stderr, "%s\n", CFaceInstructionSet_name(instructionSet));
    static uint8_t chip[CFaceChipBytes];
    uint32_t random = 1;
    for (int index = 0; index < ChipCount; ++index) {
        for (int byte = 0; byte < CFaceChipBytes; ++byte) {
            random = random * 1664525 + 1013904223;
            chip[byte] = (uint8_t)(random >> 24);
        }
        float embedding[CFaceEmbeddingLength];
        CFaceNetwork_embed(network, workspace, instructionSet, chip, embedding);
        for (int component = 0; component < CFaceEmbeddingLength; ++component) printf("%.9g\n", embedding[component]);
    }
    CFaceWorkspace_destroy(workspace);
    CFaceNetwork_close(network);
}
