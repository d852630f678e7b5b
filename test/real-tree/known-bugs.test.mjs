// Real bugs that Debian's kernels had: each must be reported where it was, and no longer be reported once it was fixed.
// The known ones were looked at while the rules were written; the held-out ones were collected afterwards, from the
// differences of the same kernels, and say what a bug that nobody has shown us meets.
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { isOfKind } from './bug-kinds.mjs';
import { check, countRow, placeBy, readTable } from './check.mjs';

/** How many of the bugs of a list that can be seen within one module are found at least. */
const floors = { 'known-bugs.tsv': 0.7, 'held-out-bugs.tsv': 0.4 };

/** The lines of a bug: those of the table, and others that its description calls *also*. */
function linesOf({ line_from: from, line_to: to, description }) {
  const others = /\balso\b([^)]*)/.exec(description)?.[1] ?? '';
  return [
    { from: Number(from), to: Number(to) },
    ...[...others.matchAll(/\b(\d+)(?:-(\d+))?\b/g)].map(([, first, last]) => ({
      from: Number(first),
      to: Number(last ?? first),
    })),
  ];
}

/** The folders of files, without those that are in another one. */
function foldersOf(paths) {
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  return folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}/`)));
}

/** The findings in every file of one version that the table names; `undefined` when the version cannot be had. */
function findingsIn(bugs, version) {
  const paths = bugs.flatMap((bug) => [
    ...(bug.package === version ? [bug.path] : []),
    ...(bug.fixed_package === version ? [bug.fixed_path] : []),
  ]);
  const tree = placeBy('fetch-old-kernel.sh', version, ...foldersOf(paths));
  return tree === undefined ? undefined : check(tree, [...new Set(paths)]).findings;
}

/** Its own kind, and another that the description calls *acceptable*. */
function kindsOf({ category, description }) {
  return [category, ...[...description.matchAll(/\(([\w-]+) acceptable\)/g)].map(([, kind]) => kind)];
}

function isFound(bug, findings) {
  const lines = linesOf(bug);
  const kinds = kindsOf(bug);
  return findings.some(
    (it) =>
      it.path === bug.path &&
      kinds.some((kind) => isOfKind(it.rule, kind)) &&
      lines.some(({ from, to }) => from <= it.line && it.line <= to),
  );
}

const stillReported = (bug, findings) =>
  bug.description.includes('[fixed-not-scored]')
    ? []
    : findings.filter(
        (it) => it.path === bug.fixed_path && it.function === bug.function && isOfKind(it.rule, bug.category),
      );

for (const [table, floor] of Object.entries(floors)) {
  await test(
    `bugs of real drivers in ${table} are found, and gone where they were fixed`,
    { timeout: 30 * 60_000 },
    () => tryAll(readTable(table), floor),
  );
}

function tryAll(bugs, floor) {
  const versions = [...new Set(bugs.flatMap((bug) => [bug.package, bug.fixed_package]))];
  const findings = new Map(versions.map((version) => [version, findingsIn(bugs, version)]));
  const results = bugs.map((bug) => {
    const before = findings.get(bug.package);
    const after = findings.get(bug.fixed_package);
    return {
      bug,
      tried: before !== undefined && after !== undefined,
      found: before !== undefined && isFound(bug, before),
      still: after === undefined ? [] : stillReported(bug, after),
    };
  });
  const tried = results.filter((it) => it.tried);
  const skipped = results.filter((it) => !it.tried);
  const near = (it) => it.bug.visible_within !== 'module-or-more';

  const print = (name, list) => console.log(countRow(name, list.filter((it) => it.found).length, list.length));
  for (const [kind, list] of Map.groupBy(tried, (it) => it.bug.category)) print(kind, list);
  print('within one module', tried.filter(near));
  print('all', tried);
  const ids = (list) => list.map((it) => it.bug.id).join(' ') || 'none';
  console.log(`found: ${ids(tried.filter((it) => it.found))}`);
  console.log(`missed: ${ids(tried.filter((it) => !it.found))}`);
  for (const [version, list] of findings)
    if (list === undefined) console.log(`skipped, no mirror has it any more: ${version}`);
  console.log(countRow('skipped', skipped.length, results.length));

  const wrong = results.flatMap(({ bug, still }) =>
    still.map((it) => `${bug.id} is fixed in ${it.path}:${it.line}, but: ${it.message} [${it.rule}]`),
  );
  assert.deepEqual(wrong, []);
  // What cannot be tried is no reason to fail, and none to pass: it may have been found or not.
  const share = results.filter((it) => near(it) && (it.found || !it.tried)).length / results.filter(near).length;
  assert.ok(floor <= share, `${(100 * share).toFixed(1)} % of the bugs within one module are found`);
}
