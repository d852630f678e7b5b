import { bytes, iova } from '../address/spaces.js';
import { findPlatform } from '../platforms/index.js';
import type { IommuInstance, Platform } from '../platforms/platform.js';
import { quirkIds } from '../platforms/quirks.js';
import type { Command } from './command.js';
import { readNumber } from './places.js';
import { ScriptProblem } from './problem.js';

/** `platform NAME [cma=off] [iova-base=0x20345000] [profile=k310] [without=Q1]…`, the first line of a script. */
export function readPlatform({ verb, words: [name = '', ...options] }: Command): Platform {
  if (verb !== 'platform') throw new ScriptProblem('a script starts with its platform');
  const preset = findPlatform(name);
  if (preset === undefined) throw new ScriptProblem(`no platform ${name}`);
  return options.reduce(withOption, preset);
}

function withOption(platform: Platform, option: string): Platform {
  const [key = '', value = ''] = option.split('=');
  switch (key) {
    case 'cma':
      return {
        ...platform,
        cma: value === 'off' ? { kind: 'off' } : { kind: 'area', bytes: bytes(readNumber(value)) },
      };
    case 'without':
      return { ...platform, quirks: platform.quirks.filter((quirk) => quirk !== value) };
    case 'with':
      return { ...platform, quirks: quirkIds.filter((quirk) => quirk === value || platform.quirks.includes(quirk)) };
    case 'profile':
      return withProfile(platform, value);
    case 'iova-base':
      return { ...platform, iommus: platform.iommus.map((it) => basedAt(it, readNumber(value))) };
    default:
      throw new ScriptProblem(`no option ${option}`);
  }
}

/** Linux 3.10: no permission bits in SYSMMU words, and none asked for. */
function withProfile(platform: Platform, profile: string): Platform {
  if (profile !== 'k310') throw new ScriptProblem(`no profile ${profile} of ${platform.name}`);
  const iommus = platform.iommus.map((it): IommuInstance => ({ ...it, format: 'sysmmu-v3-linux-3.10' }));
  return { ...platform, profile, iommus, quirks: [...platform.quirks, 'Q20'] };
}

function basedAt(instance: IommuInstance, base: number): IommuInstance {
  return {
    ...instance,
    iova: { kind: 'bitmap', base: iova(base), bytes: bytes(128 * 1024 * 1024), inUse: bytes(0) },
  };
}
