#!/usr/bin/env python3
"""The lints find what they are for: each is given small trees with one fault, and one without."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
HEADERS = os.path.join("..", "headers", "headers.py")


def lint(name, files, *rest):
    """Exit code and output of a lint on a tree made of {path: text}."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as stream:
                stream.write(text)
        done = subprocess.run([sys.executable, "-B", os.path.join(HERE, name), "--root", root, *rest],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout


class Includes(unittest.TestCase):
    FACES = {"kernels/kernels.h": "", "datasets/datasets.h": "", "include/eepool/pool.h": "", "sim/yaml/yaml.h": "",
             "sim/draw/field.h": "/*\n * field.h - Private to sim/draw and\n * sim/run.\n */\n"}

    def fault(self, path, text):
        code, output = lint("includes.py", {**self.FACES, path: text})
        self.assertEqual(code, 1, output)
        self.assertIn(f"{path}:1:", output)

    def sound(self, path, text):
        code, output = lint("includes.py", {**self.FACES, path: text})
        self.assertEqual(code, 0, output)

    def test_a_kernel_that_knows_a_public_header_is_a_fault(self):
        self.fault("kernels/score/score_ref.c", '#include "eepool/pool.h"\n')

    def test_datasets_that_know_sim_are_a_fault(self):
        self.fault("datasets/csv/csv.c", '#include "sim/yaml/yaml.h"\n')

    def test_a_command_that_knows_an_inner_header_is_a_fault(self):
        self.fault("sim/cli/score.c", '#include "datasets/datasets.h"\n')

    def test_a_private_header_of_another_folder_is_a_fault(self):
        self.fault("sim/score/score.c", '#include "sim/draw/field.h"\n')

    def test_a_library_outside_its_place_is_a_fault(self):
        self.fault("sim/score/score.c", "#include <yaml.h>\n")

    def test_a_header_that_is_nowhere_is_a_fault(self):
        self.fault("sim/score/score.c", '#include "sim/score/lost.h"\n')

    def test_faces_and_named_friends_are_sound(self):
        self.sound("sim/run/run.c", '#include "sim/draw/field.h"\n#include "sim/yaml/yaml.h"\n'
                                    '#include "kernels/kernels.h"\n#include "eepool/pool.h"\n#include <stdio.h>\n')


class Words(unittest.TestCase):
    def fault(self, text):
        code, output = lint("words.py", {"sim/a.c": text})
        self.assertEqual(code, 1, output)
        self.assertIn("sim/a.c:1:", output)

    def test_a_note_to_oneself_is_a_fault(self):
        self.fault("/* TODO: more */\n")

    def test_code_switched_off_is_a_fault(self):
        self.fault("#if 0\n#endif\n")

    def test_a_path_of_one_machine_is_a_fault(self):
        self.fault('open("/home/somebody/pool.csv");\n')

    def test_blanks_at_the_end_are_a_fault(self):
        self.fault("int x; \n")

    def test_paths_of_every_system_and_plain_words_are_sound(self):
        text = "/* either/or, 1/2, https://www.canada.ca/en/immigration, see /proc/cpuinfo and /sim/a.c */\n"
        code, output = lint("words.py", {"sim/a.c": text})
        self.assertEqual(code, 0, output)


class Sizes(unittest.TestCase):
    def test_a_long_function_is_warned_of_by_name_and_length(self):
        body = "    x++;\n" * 70
        code, output = lint("sizes.py", {"sim/a.c": "static int grow(int x,\n                int y)\n{\n" + body + "}\n"})
        self.assertEqual(code, 0, output)
        self.assertIn("sim/a.c:3: warning: grow has 72 lines", output)

    def test_short_functions_and_long_tables_are_not_mentioned(self):
        table = "static const int table[] = {\n" + "    1,\n" * 70 + "};\n"
        code, output = lint("sizes.py", {"sim/a.c": table + "int f(void)\n{\n    return 1;\n}\n"})
        self.assertEqual((code, output), (0, "sizes: 0 faults\n"))


class Headers(unittest.TestCase):
    def test_a_header_that_needs_another_is_a_fault(self):
        code, output = lint(HEADERS, {"include/eepool/a.h": "uint8_t eep_a(void);\n"})
        self.assertEqual(code, 1, output)

    def test_a_header_with_everything_it_uses_is_sound(self):
        text = '#ifndef A_H\n#define A_H\n#include <stdint.h>\n#ifdef __cplusplus\nextern "C" {\n#endif\n' \
               "uint8_t eep_a(void);\n#ifdef __cplusplus\n}\n#endif\n#endif\n"
        code, output = lint(HEADERS, {"include/eepool/a.h": text})
        self.assertEqual(code, 0, output)


class Symbols(unittest.TestCase):
    def check(self, source, header=""):
        with tempfile.TemporaryDirectory() as folder:
            member, library = os.path.join(folder, "a.o"), os.path.join(folder, "liba.a")
            subprocess.run(["cc", "-x", "c", "-c", "-", "-o", member], input=source, text=True, check=True)
            subprocess.run(["ar", "rcs", library, member], check=True)
            return lint("symbols.py", {"include/eepool/a.h": header}, library)

    def test_a_global_symbol_without_the_prefix_is_a_fault(self):
        code, output = self.check("int eep_a;\nint naked(void) { return 1; }\n")
        self.assertEqual(code, 1)
        self.assertIn("naked", output)

    def test_a_declared_function_that_is_not_there_is_a_fault(self):
        code, output = self.check("int eep_a(void) { return 1; }\n",
                                  "EEP_API int eep_a(void);\nEEP_API int eep_b(int x);\n")
        self.assertEqual(code, 1)
        self.assertIn("eep_b is declared", output)
        self.assertNotIn("eep_a is declared", output)

    def test_prefixed_and_static_symbols_are_sound(self):
        code, output = self.check("static int b(void) { return 1; }\nint eep_a(void) { return b(); }\n")
        self.assertEqual(code, 0, output)



@unittest.skipIf(shutil.which("objdump") is None or shutil.which("cc") is None or os.uname().machine != "x86_64",
                 "needs cc and objdump on x86-64")
class Baseline(unittest.TestCase):
    SOURCE = "float sum(const float *v)\n{\n    float s = 0;\n    for (int i = 0; i < 64; i++)\n" \
             "        s += v[i];\n    return s;\n}\n"

    def check(self, name, *flags):
        with tempfile.TemporaryDirectory() as root:
            source, made = os.path.join(root, "sum.c"), os.path.join(root, name)
            os.makedirs(os.path.dirname(made))
            with open(source, "w", encoding="utf-8") as stream:
                stream.write(self.SOURCE)
            subprocess.run(["cc", "-O2", *flags, "-c", source, "-o", made], check=True)
            other = os.path.join(root, "plain.c.o")
            subprocess.run(["cc", "-O2", "-c", source, "-o", other], check=True)
            done = subprocess.run([sys.executable, "-B", os.path.join(HERE, "baseline.py"), made, other],
                                  stdout=subprocess.PIPE, text=True, check=False)
        return done.returncode

    def test_avx_in_a_plain_object_is_a_fault(self):
        for name in ("score/score_ref.c.o", "score/score_plan.c.o", "pack/unpack.c.o", "select.c.o"):
            self.assertEqual(self.check("eep_kernels.dir/" + name, "-mavx2"), 1, name)

    def test_avx_in_its_own_file_is_sound(self):
        self.assertEqual(self.check("eep_kernels.dir/score/score_avx2.c.o", "-mavx2"), 0)

    def test_avx_in_a_file_that_only_has_such_a_name_is_a_fault(self):
        self.assertEqual(self.check("eepool.dir/score/score_avx2.c.o", "-mavx2"), 1)

    def test_plain_objects_are_sound(self):
        self.assertEqual(self.check("eep_kernels.dir/score/score_ref.c.o"), 0)


if __name__ == "__main__":
    unittest.main()
