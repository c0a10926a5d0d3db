#ifndef ROLLCALL_CJPEG_H
#define ROLLCALL_CJPEG_H

#endif
