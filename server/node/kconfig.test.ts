import { describe, expect, test } from 'vitest';
import { buildFacts, readKconfig } from './kconfig.js';

const text = `
config VEX_CORE
	tristate

config VEX
	tristate "Vex adapter"
	depends on 64BIT && PCI
	select VEX_CORE
	help
	  config OTHER is not one.

config VEX_VF
	tristate "Vex virtual function"
	depends on PCI_MSI && \\
		64BIT
	select VEX_CORE

if PANELS
config PANEL
	bool "A panel"
	depends on SPI || COMPILE_TEST

endif
`;

describe('what Kconfig says about how a file is built', () => {
  const options = readKconfig(text);

  test('options end where the next one begins', () => {
    expect([...options.keys()]).toEqual(['VEX_CORE', 'VEX', 'VEX_VF', 'PANEL']);
  });

  test('64 bits, by the option itself and by those that select it', () => {
    expect(buildFacts(options, 'VEX')).toEqual({ isBuiltIn: false, is64Bit: true });
    expect(buildFacts(options, 'VEX_CORE')).toEqual({ isBuiltIn: false, is64Bit: true });
  });

  test('a bool is never a module, and an alternative is not needed', () => {
    expect(buildFacts(options, 'PANEL')).toEqual({ isBuiltIn: true, is64Bit: false });
    expect(options.get('PANEL')?.needs.size).toBe(0);
  });

  test('an option of another file is not known', () => {
    expect(buildFacts(options, 'ELSEWHERE')).toBeUndefined();
  });
});
