/*
 * files.h - from a request's path to a file below a folder, for serve.c.
 */
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include "base/buf.h"

#include <stdint.h>

/* A larger file is not served (500): it is held in memory whole, so that a
 * file that is replaced meanwhile is sent old or new. */
#define FILES_MAX ((size_t)64 << 20)

#define FILES_ETAG 48

struct served {
	int status; /* 200, 301 (a folder without its slash), 404, 500 */
	struct buf bytes;
	const char *media_type; /* static */
	char etag[FILES_ETAG];  /* with quotes */
	int64_t modified;       /* UTC seconds */
	bool encoded;           /* the bytes are sent in gzip */
};

/*
 * Finds what `path` (decoded, from "/") names below `root` (a real path).
 * A folder gives its index.html. `query` (NULL = none) is looked for as a part
 * of the name first ("new.php?ID=7", as sites are mirrored), then ignored.
 * Names that begin with a dot are hidden; what a symbolic link leads to must
 * be below root. The caller releases served->bytes.
 */
void files_find(const char *root, const char *path, const char *query,
	struct served *served);

/* Does an If-None-Match list hold this ETag (RFC 9110 section 13.1.2)? */
bool files_etag_matches(const char *if_none_match, const char *etag);

#endif
