// Prints what a model makes of a pseudorandom picture: usage: outputs MODEL

#include <stdio.h>

#include "CNeuralNetwork.h"

enum { Side = 96 };

int main(int count, char **arguments) {
    char error[CNetworkErrorCapacity];
    CNetwork *network = count == 2 ? CNetwork_open(arguments[1], error) : NULL;
    CNetworkWorkspace *workspace = network == NULL ? NULL : CNetworkWorkspace_create(network);
    if (workspace == NULL) return 1;

    const CInstructionSet instructionSet = CInstructionSet_best();
    fprintf(stderr, "%s\n", CInstructionSet_name(instructionSet));
    const CNetworkDescription description = CNetwork_description(network);
    const int side = description.rows > 0 ? description.rows : Side;
    static uint8_t pixels[4096 * 4096 * 3];
    uint32_t random = 1;
    for (int byte = 0; byte < side * side * 3; ++byte) {
        random = random * 1664525 + 1013904223;
        pixels[byte] = (uint8_t)(random >> 24);
    }
    const CNetworkPicture picture = {pixels, side, side, side * 3};
    if (!CNetwork_run(network, workspace, instructionSet, picture, error)) return 1;
    for (int index = 0; index < CNetwork_outputCount(network); ++index) {
        const CNetworkOutput output = CNetworkWorkspace_output(workspace, index);
        for (int pixel = 0; pixel < output.rows * output.columns; ++pixel) {
            const float *values = output.values + pixel / output.columns * output.rowStride
                + pixel % output.columns * output.pixelStride;
            for (int channel = 0; channel < output.channels; ++channel) printf("%.9g\n", values[channel]);
        }
    }
    CNetworkWorkspace_destroy(workspace);
    CNetwork_close(network);
}
