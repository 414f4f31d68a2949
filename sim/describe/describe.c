/*
 * describe.c - an .eepd file described for who finds it in a repository: Croissant, and SHA256SUMS.
 *
 * Croissant 1.0 is a vocabulary on top of schema.org; its context is part of the specification
 * (docs.mlcommons.org/croissant/docs/croissant-spec.html) and must stand in every document.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <openssl/evp.h>

#include "eepool/table.h"
#include "sim/sim.h"

#define CC0 "https://creativecommons.org/publicdomain/zero/1.0/"

#define SHA256_BYTES 32

/* All that the texts are made from. */
typedef struct subject {
    const char *file_name; /* without its folders */
    char name[256];
    const eep_description *asked;
    eep_file_info info;
    json_t *provenance;
    int invented;
    const char *license;
    char sha256[2 * SHA256_BYTES + 1];
} subject;

/* ---- SHA-256 ----------------------------------------------------------------------------------- */

static eep_status hash_stream(FILE *stream, const char *path, EVP_MD_CTX *context, char *text,
                              eep_error *error)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char buffer[65536], digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    size_t got;
    int good = EVP_DigestInit_ex(context, EVP_sha256(), NULL);
    while (good && (got = fread(buffer, 1, sizeof buffer, stream)) > 0)
        good = EVP_DigestUpdate(context, buffer, got);
    if (ferror(stream)) return eep_fail_io(error, "read", path);
    if (!good || !EVP_DigestFinal_ex(context, digest, &length) || length != SHA256_BYTES)
        return eep_fail(error, EEP_ERROR_INTERNAL, "look at the installation of OpenSSL", "SHA-256 failed");
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        text[2 * i] = hex[digest[i] >> 4];
        text[2 * i + 1] = hex[digest[i] & 15];
    }
    text[2 * SHA256_BYTES] = '\0';
    return EEP_OK;
}

static eep_status hash_file(const char *path, char *text, eep_error *error)
{
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) return eep_fail_io(error, "read", path);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const eep_status status =
        context != NULL ? hash_stream(stream, path, context, text, error) : eep_fail_memory(error, 0);
    EVP_MD_CTX_free(context);
    fclose(stream);
    return status;
}

/* ---- Croissant --------------------------------------------------------------------------------- */

static json_t *context_json(void)
{
    static const char text[] =
        "{\"@language\":\"en\",\"@vocab\":\"https://schema.org/\",\"citeAs\":\"cr:citeAs\","
        "\"column\":\"cr:column\",\"conformsTo\":\"dct:conformsTo\",\"cr\":\"http://mlcommons.org/croissant/"
        "\","
        "\"rai\":\"http://mlcommons.org/croissant/RAI/\","
        "\"data\":{\"@id\":\"cr:data\",\"@type\":\"@json\"},"
        "\"dataType\":{\"@id\":\"cr:dataType\",\"@type\":\"@vocab\"},\"dct\":\"http://purl.org/dc/terms/\","
        "\"equivalentProperty\":\"cr:equivalentProperty\","
        "\"examples\":{\"@id\":\"cr:examples\",\"@type\":\"@json\"},\"extract\":\"cr:extract\","
        "\"field\":\"cr:field\",\"fileProperty\":\"cr:fileProperty\",\"fileObject\":\"cr:fileObject\","
        "\"fileSet\":\"cr:fileSet\",\"format\":\"cr:format\",\"includes\":\"cr:includes\","
        "\"isLiveDataset\":\"cr:isLiveDataset\",\"jsonPath\":\"cr:jsonPath\",\"key\":\"cr:key\","
        "\"md5\":\"cr:md5\",\"parentField\":\"cr:parentField\",\"path\":\"cr:path\",\"recordSet\":\"cr:"
        "recordSet\","
        "\"references\":\"cr:references\",\"regex\":\"cr:regex\",\"repeated\":\"cr:repeated\","
        "\"replace\":\"cr:replace\",\"samplingRate\":\"cr:samplingRate\",\"sc\":\"https://schema.org/"
        "\",\"separator\":\"cr:separator\","
        "\"source\":\"cr:source\",\"subField\":\"cr:subField\",\"transform\":\"cr:transform\"}";
    return json_loads(text, 0, NULL);
}

static const char *data_type(eep_column_kind kind)
{
    switch (kind) {
    case EEP_KIND_FLAG:
        return "sc:Boolean";
    case EEP_KIND_DATE:
        return "sc:Date";
    case EEP_KIND_TIME:
        return "sc:DateTime";
    case EEP_KIND_IDENTIFIER:
    case EEP_KIND_LEVEL:
    case EEP_KIND_MONTHS:
        return "sc:Integer";
    default:
        return "sc:Text";
    }
}

static json_t *field_json(const char *name, const char *file_name)
{
    eep_column column = {.name = name, .about = ""};
    char id[96];
    const int index = eep_column_find(name);
    if (index >= 0) (void)eep_column_at((size_t)index, &column);
    snprintf(id, sizeof id, "candidates/%s", name);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:{s:{s:s}, s:{s:s}}}", "@type", "cr:Field", "@id", id,
                     "name", name, "description", column.about, "dataType", data_type(column.kind), "source",
                     "fileObject", "@id", file_name, "extract", "column", name);
}

static json_t *records_json(const subject *of)
{
    json_t *fields = json_array();
    for (uint32_t i = 0; i < of->info.columns; i++)
        json_array_append_new(fields, field_json(of->info.column[i].name, of->file_name));
    return json_pack("[{s:s, s:s, s:s, s:s, s:{s:s}, s:o}]", "@type", "cr:RecordSet", "@id", "candidates",
                     "name", "candidates", "description", "one record a candidate", "key", "@id",
                     "candidates/id", "field", fields);
}

static json_t *distribution_json(const subject *of)
{
    char bytes[32], where[1024];
    const char *url = of->asked->url;
    snprintf(bytes, sizeof bytes, "%" PRIu64 " B", of->info.file_bytes);
    snprintf(where, sizeof where, "%s", of->file_name);
    if (url != NULL)
        snprintf(where, sizeof where, "%s%s%s", url, url[strlen(url) - 1] == '/' ? "" : "/", of->file_name);
    return json_pack("[{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}]", "@type", "cr:FileObject", "@id",
                     of->file_name, "name", of->file_name, "description",
                     "candidates in columns; datasets/FORMAT.md of eepool specifies the format", "contentUrl",
                     where, "contentSize", bytes, "encodingFormat", "application/x-eepd", "sha256",
                     of->sha256);
}

/* A text of the provenance, or NULL: of its own, or of an object in it. */
static const char *said(const subject *of, const char *key, const char *inner)
{
    json_t *value = json_object_get(of->provenance, key);
    return json_string_value(inner != NULL ? json_object_get(value, inner) : value);
}

static void describe_text(const subject *of, char *text, size_t size)
{
    static const struct {
        const char *key, *inner, *before;
    } facts[] = {{"moment", NULL, "as of"},
                 {"seed", NULL, "seed"},
                 {"model", "name", "pool model"},
                 {"model", "digest", "model digest"},
                 {"fit", "day", "shaped on the score ranges published by IRCC for"},
                 {"fit", "moved_to", "with the estimate of its state on"},
                 {"policy", "digest", "policy digest"}};
    size_t used = (size_t)snprintf(text, size,
                                   "A pool of %" PRIu64 " %scandidates for Canada's Express Entry, "
                                   "pool digest %s",
                                   of->info.rows, of->invented ? "invented " : "", of->info.pool_digest);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const char *value = said(of, facts[i].key, facts[i].inner);
        if (value != NULL && used < size)
            used += (size_t)snprintf(text + used, size - used, ", %s %s", facts[i].before, value);
    }
    if (of->invented && used < size)
        snprintf(text + used, size - used,
                 ". Nobody in it is a real person; it is not a publication of the "
                 "Government of Canada.");
}

static void cite_text(const subject *of, char *text, size_t size)
{
    const char *seed = said(of, "seed", NULL), *version = said(of, "version", NULL);
    snprintf(text, size,
             "@misc{%s, title={%s: a pool of %" PRIu64
             " %scandidates}, howpublished={made with eepool %s%s%s}, "
             "note={pool digest %s, SHA-256 %s}%s%s%s}",
             of->name, of->name, of->info.rows, of->invented ? "invented " : "",
             version != NULL ? version : EEP_VERSION, seed != NULL ? ", seed " : "", seed != NULL ? seed : "",
             of->info.pool_digest, of->sha256, of->asked->url != NULL ? ", url={" : "",
             of->asked->url != NULL ? of->asked->url : "", of->asked->url != NULL ? "}" : "");
}

static char *croissant_text(const subject *of)
{
    char about[2048], cite[2048];
    describe_text(of, about, sizeof about);
    cite_text(of, cite, sizeof cite);
    json_t *object =
        json_pack("{s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "@context", context_json(), "@type",
                  "sc:Dataset", "name", of->name, "conformsTo", "http://mlcommons.org/croissant/1.0",
                  "description", about, "license", of->license, "version", "1.0.0", "citeAs", cite,
                  "distribution", distribution_json(of), "recordSet", records_json(of));
    if (object == NULL) return NULL;
    if (of->asked->url != NULL) json_object_set_new(object, "url", json_string(of->asked->url));
    if (of->asked->published != NULL)
        json_object_set_new(object, "datePublished", json_string(of->asked->published));
    char *text = json_dumps(object, JSON_INDENT(2));
    json_decref(object);
    return text;
}

/* ---- The whole --------------------------------------------------------------------------------- */

/* Names of files may stand in JSON and in SHA256SUMS as they are when they are plain. */
static eep_status check_name(const char *name, eep_error *error)
{
    char quoted[EEP_QUOTED];
    json_t *text = json_string(name); /* NULL for what is not UTF-8 */
    json_decref(text);
    if (text != NULL && strpbrk(name, "\n\r\\") == NULL) return EEP_OK;
    return eep_fail(error, EEP_ERROR_ARGUMENT, "give the file a plain name",
                    "the name %s cannot stand in a manifest", eep_quoted(quoted, name, strlen(name)));
}

static eep_status find_license(subject *of, const char *path, eep_error *error)
{
    const char *people = json_string_value(json_object_get(of->provenance, "people"));
    of->invented = people != NULL && strcmp(people, "invented") == 0;
    of->license = of->asked->license != NULL ? of->asked->license : of->invented ? CC0 : NULL;
    if (of->license != NULL) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_MISSING, path, 0, 0, "give --license URL",
                       "whether these people are invented is not said, so the licence cannot be guessed");
}

eep_status eep_file_describe(const char *path, const eep_description *description, char **croissant,
                             char **sums, eep_error *error)
{
    static const eep_description nothing = {.size = sizeof nothing};
    subject of = {.asked = description != NULL ? description : &nothing};
    const char *slash = strrchr(path, '/');
    of.file_name = slash != NULL ? slash + 1 : path;
    snprintf(of.name, sizeof of.name, "%s", of.file_name);
    char *dot = strrchr(of.name, '.');
    if (dot != NULL && dot != of.name) *dot = '\0';
    if (of.asked->name != NULL) snprintf(of.name, sizeof of.name, "%s", of.asked->name);
    EEP_TRY(eep_options_check("description's members", of.asked->size, sizeof *of.asked, error));
    EEP_TRY(check_name(of.file_name, error));
    EEP_TRY(check_name(of.name, error));
    EEP_TRY(eep_file_inspect(path, &of.info, error));
    of.provenance = json_loads(of.info.provenance, 0, NULL);
    eep_status status = find_license(&of, path, error);
    if (status == EEP_OK) status = hash_file(path, of.sha256, error);
    if (status == EEP_OK) {
        const size_t room = sizeof of.sha256 + strlen(of.file_name) + 4;
        *croissant = croissant_text(&of);
        *sums = malloc(room);
        if (*croissant == NULL || *sums == NULL) {
            free(*croissant);
            free(*sums);
            status = eep_fail_memory(error, room);
        } else {
            snprintf(*sums, room, "%s  %s\n", of.sha256, of.file_name);
        }
    }
    json_decref(of.provenance);
    eep_file_info_clear(&of.info);
    return status;
}
