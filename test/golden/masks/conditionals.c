#ifndef VEX_H
#define VEX_H
#define RING 64 /* entries */ + \
	0
#ifdef CONFIG_PCI
int pci;
#else
int no_pci;
#endif
#if defined(CONFIG_64BIT) || defined(__BIG_ENDIAN)
int wide;
#elif RING > 32
int ring;
#else
int small;
#endif
#if 0
don't "read /* this
#endif
int f(int a,
#if IS_ENABLED(CONFIG_X86)
      int x86,
#endif
      int b);
#if MAX_SKB_FRAGS > 16
int frags;
#else
int few;
#endif
#endif
