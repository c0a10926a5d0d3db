#ifndef ROLLCALL_CCURL_H
#define ROLLCALL_CCURL_H

#include <curl/curl.h>

#endif
