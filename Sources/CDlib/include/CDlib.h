#ifndef ROLLCALL_CDLIB_H
#define ROLLCALL_CDLIB_H

#endif
