import { withPlatforms } from '../../analysis/config/own-platforms.js';
import { platformNamed } from '../../analysis/config/settings.js';
import { choiceOf, parseArguments } from '../arguments.js';
import { type ExitStatus, exitStatus, type Io } from '../io.js';
import { ownPlatformsAt } from '../own-platforms.js';
import { createProjectFiles } from '../project-files.js';
import { defaultPlatform, knownNames, type Platform, platforms } from '../toolchain.js';
import { checkUsage } from '../usage.js';
import { bouncing, caches, coherence, kernelsOf, platformFields } from './platform-fields.js';
import { renderTable } from './table.js';

const formats = ['text', 'json'] as const;

export function runPlatforms(args: readonly string[], io: Io): ExitStatus {
  const parsed = parseArguments(args, { format: 'value' });
  const problems: string[] = [];
  const format = choiceOf(parsed, 'format', formats, problems) ?? 'text';
  const own = ownPlatformsAt(createProjectFiles(knownNames), io.cwd, ['.']);
  const [name] = parsed.positionals;
  const named = name === undefined ? undefined : platformNamed(name, own);
  if (name !== undefined && named === undefined) {
    problems.push(
      `there is no platform ${name}; known are ${[...withPlatforms(knownNames, own).platforms].join(', ')}`,
    );
  }
  const usage = checkUsage(io, 'platforms', parsed, { max: 1 }, problems);
  if (usage !== undefined) {
    return usage;
  }
  const all = [...platforms, ...own.values()];
  if (format === 'json') {
    io.out(`${JSON.stringify(named ?? all, undefined, 2)}\n`);
  } else if (named === undefined) {
    io.out(renderTable([head, ...all.map((it) => platformRow(it, own.has(it.name)))]));
  } else {
    io.out(renderTable(platformFields(named)));
  }
  return exitStatus.clean;
}

const head = ['PLATFORM', 'KERNEL', 'CACHES', 'IOMMU', 'DEVICES', 'BOUNCING', 'DESCRIPTION'];

function platformRow(platform: Platform, isOwn: boolean): readonly string[] {
  const { name, title, iommus } = platform;
  const remark = name === defaultPlatform.name ? ' (default)' : isOwn ? ' (.dma-lens.json)' : '';
  return [
    name,
    kernelsOf(platform),
    caches(platform),
    iommus.length === 0 ? 'none' : iommus.map((it) => it.format).join(', '),
    coherence(platform),
    bouncing(platform),
    `${title}${remark}`,
  ];
}
