/*
 * tables.S - puts the files of data/ into the program, byte for byte.
 */
#include "data/tables.h"

#define QUOTE(words) #words
#define PUT(label, file) table label, QUOTE(data/file) ;

	.section .rodata
	.macro table label, file
	.globl data_\label, data_\label\()_end
	.balign 16
data_\label:
	.incbin "\file"
data_\label\()_end:
	.byte 0
	.endm

	EACH_TABLE(PUT)

	.section .note.GNU-stack, "", @progbits
