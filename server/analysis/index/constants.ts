import { type ConditionValue, evaluateConstant } from '../text/condition.js';
import { predefinedMacros } from '../text/data-model.js';
import type { MacroDeclaration } from './file-index.js';

/** What names stand for in the constant expressions of one file. */
export interface ConstantNames {
  readonly macros: ReadonlyMap<string, MacroDeclaration>;
  readonly enumerators: ReadonlyMap<string, number | undefined>;
}

const maxDepth = 16;

// Linux arch/arm/include/asm/cache.h and arch/arm/mm/Kconfig (6.12): ARMv7 has L1_CACHE_SHIFT 6.
const kernelConstants: ReadonlyMap<string, number> = new Map([
  ['SMP_CACHE_BYTES', 64],
  ['L1_CACHE_BYTES', 64],
  ['L1_CACHE_SHIFT', 6],
  ['ARCH_DMA_MINALIGN', 64],
  ['ARCH_KMALLOC_MINALIGN', 64],
  // Linux include/linux/iio/iio.h (6.12): the same as ARCH_DMA_MINALIGN.
  ['IIO_DMA_MINALIGN', 64],
]);

/** The value of a constant expression that this file determines, else `undefined`. */
export function constantOf(expression: string, names: ConstantNames): number | undefined {
  let depth = 0;
  const valueOf = (name: string): ConditionValue => {
    const body = names.macros.get(name);
    if (body === undefined || body.parameters !== undefined || maxDepth <= depth) {
      const predefined = predefinedMacros.get(name);
      return (
        names.enumerators.get(name) ?? kernelConstants.get(name) ?? (predefined === 'defined' ? undefined : predefined)
      );
    }
    depth += 1;
    const value = evaluateConstant(body.body, { isDefined: () => false, valueOf });
    depth -= 1;
    return value;
  };
  const value = evaluateConstant(expression, { isDefined: () => false, valueOf });
  return typeof value === 'number' ? value : undefined;
}
