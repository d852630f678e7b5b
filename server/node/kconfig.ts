import type { BuildFacts } from '#analysis';

/** One option of a Kconfig file. Linux Documentation/kbuild/kconfig-language.rst (6.12). */
export interface KconfigOption {
  /** Can be `m`. */
  readonly isTristate: boolean;
  readonly isVisible: boolean;
  /** Names that must all be set, as far as plain conjunctions say. */
  readonly needs: ReadonlySet<string>;
  readonly selects: ReadonlySet<string>;
}

/** The options of one file, without what menus and conditions around them ask for. */
export function readKconfig(text: string): ReadonlyMap<string, KconfigOption> {
  const options = new Map<string, KconfigOption>();
  const blocks = text.replaceAll(/\\\r?\n/g, ' ').split(/^(?=(?:menu)?config\s+\w+)/m);
  for (const block of blocks) {
    const [, name] = /^(?:menu)?config\s+(\w+)/.exec(block) ?? [];
    if (name === undefined) continue;
    const own = block.split(/^\s*help\s*$|^(?:end)?(?:if|menu|choice|source|comment)\b/m)[0] ?? '';
    const type = /^\s+(?:def_)?(tristate|bool)\b(.*)$/m.exec(own);
    const needs = [...own.matchAll(/^\s+depends\s+on\s+(.*)$/gm)].flatMap(([, condition = '']) => conjuncts(condition));
    const selects = [...own.matchAll(/^\s+select\s+(\w+)/gm)].map(([, selected = '']) => selected);
    options.set(name, {
      isTristate: type?.[1] === 'tristate',
      isVisible: /["']/.test(type?.[2] ?? '') || /^\s+prompt\b/m.test(own),
      needs: new Set(needs),
      selects: new Set(selects),
    });
  }
  return options;
}

/** `64BIT && PCI`: both; of `ARM64 || COMPILE_TEST` none is needed. */
function conjuncts(condition: string): readonly string[] {
  const plain = condition.replace(/#.*/, '');
  if (plain.includes('||')) return [];
  return plain.split('&&').flatMap((it) => /^\s*(\w+)\s*$/.exec(it)?.[1] ?? []);
}

/** What an option says about the code it builds; one without a prompt is what those are that select it. */
export function buildFacts(options: ReadonlyMap<string, KconfigOption>, name: string): BuildFacts | undefined {
  const option = options.get(name);
  if (option === undefined) return undefined;
  const selecting = [...options.values()].filter(({ selects }) => selects.has(name));
  const isOnly64Bit = (it: KconfigOption): boolean => it.needs.has('64BIT');
  return {
    isBuiltIn: !option.isTristate && option.isVisible,
    is64Bit: isOnly64Bit(option) || (!option.isVisible && selecting.length > 0 && selecting.every(isOnly64Bit)),
  };
}
