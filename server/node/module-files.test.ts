import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createModuleFiles, moduleFilesIn } from './module-files.js';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dma-lens-module-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const siblingsIn = (folder: string, path: string): readonly string[] =>
  moduleFilesIn(folder)
    .siblings(path)
    .map((it) => it.path);

test('a Makefile says what belongs together, also from above', () => {
  const folder = folderWith({
    Makefile: 'obj-m += foo.o other.o\nfoo-y := main.o hw/queue.o gone.o\n',
    'main.c': '',
    'other.c': '',
    'hw/queue.c': '',
  });
  expect(siblingsIn(folder, 'main.c')).toEqual(['hw/queue.c']);
  expect(siblingsIn(folder, 'hw/queue.c')).toEqual(['main.c']);
  expect(siblingsIn(folder, 'other.c')).toEqual([]);
});

test('without a Makefile a folder is a module', () => {
  const folder = folderWith({ 'a.c': '', 'b.c': '', 'b.h': '', 'sub/c.c': '' });
  expect(siblingsIn(folder, 'a.c')).toEqual(['b.c']);
});

test('headers are found beside the file and where the Makefile says', () => {
  const folder = folderWith({ Makefile: 'ccflags-y += -I$(src)/inc\n', 'a.c': '', 'a.h': 'A', 'inc/b.h': 'B' });
  const files = moduleFilesIn(folder);
  expect(files.header('a.c', 'a.h')).toEqual({ path: 'a.h', text: 'A' });
  expect(files.header('a.c', 'b.h')).toEqual({ path: 'inc/b.h', text: 'B' });
  expect(files.header('inc/b.h', '../a.h')).toEqual({ path: 'a.h', text: 'A' });
  expect(files.header('a.c', 'linux/io.h')).toBeUndefined();
});

test('files of one module share a name', () => {
  const folder = folderWith({ Makefile: 'obj-m += foo.o x.o\nfoo-y := a.o b.o\n', 'a.c': '', 'b.c': '', 'x.c': '' });
  const files = moduleFilesIn(folder);
  expect(files.moduleOf('a.c')).toBe(files.moduleOf('b.c'));
  expect(files.moduleOf('x.c')).not.toBe(files.moduleOf('a.c'));
});

test('an editor sees a file as it is now, a run as it was first', () => {
  const folder = folderWith({ 'a.h': 'old' });
  const watching = createModuleFiles(folder, { isWatching: true, shown: (path) => path });
  const once = moduleFilesIn(folder);
  for (const files of [watching, once]) expect(files.header('a.c', 'a.h')?.text).toBe('old');
  writeFileSync(join(folder, 'a.h'), 'newer');
  expect(watching.header('a.c', 'a.h')?.text).toBe('newer');
  expect(once.header('a.c', 'a.h')?.text).toBe('old');
});

test('the option of an object, or of what it is linked into, says how it is built', () => {
  const folder = folderWith({
    Makefile: 'obj-$(CONFIG_PANEL) += panel.o\n',
    Kconfig: 'config PANEL\n\tbool "A panel"\n\nconfig WIDE\n\ttristate "Wide"\n\tdepends on 64BIT\n',
    'wide/Makefile': 'obj-$(CONFIG_WIDE) += wide.o\nwide-y := main.o\n',
    'panel.c': '',
    'wide/main.c': '',
    'loose.c': '',
  });
  const files = moduleFilesIn(folder);
  expect(files.buildOf?.('panel.c')).toEqual({ isBuiltIn: true, is64Bit: false });
  expect(files.buildOf?.('wide/main.c')).toEqual({ isBuiltIn: false, is64Bit: true });
  expect(files.buildOf?.('loose.c')).toBeUndefined();
});

test('headers of the kernel are those of the tree a file stands in, or of the one that was named', () => {
  const tree = {
    'include/linux/dma-mapping.h': '',
    'include/linux/if.h': 'kernel',
    'include/uapi/linux/if.h': 'user',
  };
  const folder = folderWith({
    ...Object.fromEntries(Object.entries(tree).map(([path, text]) => [`tree/${path}`, text])),
    'tree/drivers/net/a.c': '',
    'module/a.c': '',
  });
  const pathsOf = (path: string, kernel?: string): readonly string[] =>
    moduleFilesIn(folder, kernel)
      .kernelHeaders(path, 'linux/if.h')
      .map((it) => it.path);
  const both = ['tree/include/linux/if.h', 'tree/include/uapi/linux/if.h'];
  expect(pathsOf('tree/drivers/net/a.c')).toEqual(both);
  expect(pathsOf('module/a.c')).toEqual([]);
  expect(pathsOf('module/a.c', 'tree')).toEqual(both);
  expect(pathsOf('tree/drivers/net/a.c', 'module')).toEqual([]);
  expect(moduleFilesIn(folder).kernelHeaders('tree/drivers/net/a.c', 'linux/gone.h')).toEqual([]);
});

test('a kernel tree for files elsewhere is none for those that stand in one', () => {
  const folder = folderWith({
    'new/include/linux/dma-mapping.h': '',
    'new/include/linux/if.h': '',
    'old/include/linux/dma-mapping.h': '',
    'old/include/linux/if.h': '',
    'module/a.c': '',
  });
  const files = moduleFilesIn(folder);
  const pathsOf = (path: string): readonly string[] => files.kernelHeaders(path, 'linux/if.h').map((it) => it.path);
  expect(pathsOf('module/a.c')).toEqual([]);
  files.useElsewhere(join(folder, 'old'));
  expect(pathsOf('module/a.c')).toEqual(['old/include/linux/if.h']);
  expect(pathsOf('new/drivers/a.c')).toEqual(['new/include/linux/if.h']);
  files.useElsewhere('');
  expect(pathsOf('module/a.c')).toEqual([]);
});
