import { expect, test } from 'vitest';
import { machineTraits } from './machines.js';

const traitsOf = (text: string) => [...machineTraits(text)];

test('a header of one family of machines says what a driver is for', () => {
  expect(traitsOf('#include <linux/soc/ixp4xx/npe.h>\n')).toEqual(['short-dma-addresses']);
  expect(traitsOf('#include <linux/soc/ti/omap1-io.h>\n')).toEqual(['short-dma-addresses']);
  expect(traitsOf('#include <linux/soc/ti/knav_dma.h>\n')).toEqual([]);
  expect(traitsOf('/* see linux/soc/ixp4xx/npe.h */\n')).toEqual([]);
});

test('the vendor of a device says it too', () => {
  expect(traitsOf('{ .compatible = "renesas,dmac" },')).toEqual(['threaded-dma-callbacks']);
  expect(traitsOf('{ .compatible = "renesasx,dmac" },')).toEqual([]);
  expect(traitsOf('{ .name = "renesas,dmac" },')).toEqual([]);
});
