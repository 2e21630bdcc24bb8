// The sources of the review pages, embedded by the compiler.
//
// script/ is one program in several files: they are put one after the other into a function of its own, in strict mode,
// so nothing of them is visible outside it. script/result/ is the page of one result, script/batch.js that of a batch.
#pragma once
#include <stddef.h>

typedef struct {
  const char *bytes;
  size_t size;
} ck_page_part;

ck_page_part ck_result_html(void);
ck_page_part ck_result_script(void);
ck_page_part ck_batch_html(void);
ck_page_part ck_batch_script(void);
ck_page_part ck_review_style(void);
