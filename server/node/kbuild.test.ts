import { expect, test } from 'vitest';
import { readKbuild } from './kbuild.js';

test('lists are read whatever their condition is, over continued lines and without comments', () => {
  const { composites, objects } = readKbuild(
    `# obj-y += no.o
obj-$(CONFIG_FOO) += foo.o single.o	# bar.o
foo-y := main.o \\
	 hw/queue.o
foo-$(CONFIG_FOO_PM) += $(src)/pm.o
bar-objs := bar_core.o
`,
    '/tree/drivers/net/foo',
  );
  expect(Object.fromEntries(composites)).toEqual({ foo: ['main', 'hw/queue', 'pm'], bar: ['bar_core'] });
  expect([...objects]).toEqual(['foo', 'single']);
});

test('folders of headers are those below the source or the tree', () => {
  const { includeFolders } = readKbuild(
    'ccflags-y += -I$(src)/inc -I $(srctree)/drivers/net -DX=1 -I$(objtree)/no\nsubdir-ccflags-y += -I $(src)/..\n',
    '/tree/drivers/net/foo',
  );
  expect(includeFolders).toEqual(['/tree/drivers/net/foo/inc', '/tree/drivers/net']);
});

test('other assignments are no lists', () => {
  const { composites } = readKbuild('KBUILD_CFLAGS += -O2\nVERSION = 6\nlib-objs-list := \n', '/tree');
  expect([...composites.values()].flat()).toEqual([]);
});
