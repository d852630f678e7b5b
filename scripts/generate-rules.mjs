// Writes docs/rules.md, the table of README.md and the properties of the setting `dmaLens.rules` in package.json from
// the rules there are.
// Needs a build: it reads out/.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allRules } from '../out/server/analysis/rules/index.js';
import { readmeTable, ruleSettings, ruleTable } from '../out/server/analysis/rules/table.js';

const root = fileURLToPath(new URL('..', import.meta.url));
writeFileSync(`${root}/docs/rules.md`, ruleTable(allRules));

const readme = readFileSync(`${root}/README.md`, 'utf8');
const [before, rest = ''] = readme.split(/(?<=<!-- rules:.*-->\n)/);
writeFileSync(`${root}/README.md`, before + readmeTable(allRules) + rest.slice(rest.indexOf('<!-- /rules -->')));

const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
// VS Code takes one group of settings or a list of groups.
const groups = [manifest.contributes?.configuration ?? []].flat();
const setting = groups.map((group) => group.properties?.['dmaLens.rules']).find((it) => it !== undefined);
if (setting === undefined) {
  throw new Error('package.json has no setting dmaLens.rules to fill');
}
setting.properties = ruleSettings(allRules);
writeFileSync(`${root}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
execFileSync('npx', ['biome', 'format', '--write', 'package.json'], { cwd: root, stdio: 'ignore' });
