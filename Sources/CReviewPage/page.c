#include "CReviewPage.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char result_html[] = {
#embed "result.html"
};

static const char batch_html[] = {
#embed "batch.html"
};

static const char style[] = {
#embed "review.css"
};

static const char result_script[] = {
#embed "script/result/data.js"
    ,
#embed "script/result/tree.js"
    ,
#embed "script/result/measures.js"
    ,
#embed "script/result/colours.js"
    ,
#embed "script/result/elements.js"
    ,
#embed "script/result/command.js"
    ,
#embed "script/result/pictures.js"
    ,
#embed "script/result/points.js"
    ,
#embed "script/result/state.js"
    ,
#embed "script/result/stage.js"
    ,
#embed "script/result/threshold.js"
    ,
#embed "script/result/objects.js"
    ,
#embed "script/result/curves.js"
    ,
#embed "script/result/track.js"
    ,
#embed "script/result/facts.js"
    ,
#embed "script/result/main.js"
};

static const char batch_script[] = {
#embed "script/batch.js"
};

#define PART(array) ((ck_page_part){array, sizeof array})

ck_page_part ck_result_html(void) { return PART(result_html); }
ck_page_part ck_result_script(void) { return PART(result_script); }
ck_page_part ck_batch_html(void) { return PART(batch_html); }
ck_page_part ck_batch_script(void) { return PART(batch_script); }
ck_page_part ck_review_style(void) { return PART(style); }
