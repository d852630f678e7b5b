// SYNTAX TEST "source.c" "suppression comments"

/* dma-lens-ignore dma/map-stack: the firmware copies it first */
// <- comment.block.c
// ^^^^^^^^^^^^^^^ keyword.control.suppression.dma-lens
//                 ^^^^^^^^^^^^^ entity.name.tag.rule.dma-lens
//                              ^ punctuation.separator.suppression.dma-lens
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ string.unquoted.reason.dma-lens
//                                                             ^^ - string.unquoted.reason.dma-lens

int probe; // dma-lens-ignore-file dma/unmap-size-mismatch
//            ^^^^^^^^^^^^^^^^^^^^ keyword.control.suppression.dma-lens
//                                 ^^^^^^^^^^^^^^^^^^^^^^^ entity.name.tag.rule.dma-lens

int dma_lens_ignore;
//  ^^^^^^^^^^^^^^^ - keyword.control.suppression.dma-lens

char *text = "dma-lens-ignore dma/map-stack: not a comment";
//            ^^^^^^^^^^^^^^^ - keyword.control.suppression.dma-lens
