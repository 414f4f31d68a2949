/*
 * found.c - runs one target on files, without libFuzzer: inputs that once broke something, and the seeds.
 *
 * usage: fuzz_found_<subject> FILE...
 */
#include "fuzz.h"

int main(int count, char **paths)
{
    for (int i = 1; i < count; i++) {
        static uint8_t data[1 << 20];
        FILE *stream = fopen(paths[i], "rb");
        if (stream == NULL) {
            fprintf(stderr, "cannot read %s\n", paths[i]);
            return 1;
        }
        const size_t size = fread(data, 1, sizeof data, stream);
        fclose(stream);
        fprintf(stderr, "%s\n", paths[i]);
        (void)LLVMFuzzerTestOneInput(data, size);
    }
    return 0;
}
