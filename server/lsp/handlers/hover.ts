import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import type { FileAnalysis, Finding, MappingSite, RuleId } from '#analysis';
import { siteAt } from '../../analysis/present/hover.js';
import { toOffset } from '../from-lsp.js';
import type { Session } from '../session.js';
import { type RulePageUri, spanToRange } from '../to-lsp.js';

const mostLines = 12;
const compactLines = 3;

export function createHoverHandler(session: Session): (params: HoverParams) => Promise<Hover | null> {
  return async ({ textDocument, position }) => {
    const document = session.documents.get(textDocument.uri);
    if (document === undefined) {
      return null;
    }
    const settings = await session.settings.of(document.uri);
    if (!settings.enable || settings.hover === 'off') {
      return null;
    }
    const result = await (await session.analyses).analyze(document, settings);
    if (result === undefined || result.version !== document.version) {
      return null;
    }
    const site = siteAt(result.analysis, document.getText(), toOffset(document, position));
    if (site === undefined) {
      return null;
    }
    const lines = settings.hover === 'compact' ? compactLines : mostLines;
    return {
      range: spanToRange(document, site.at),
      contents: session.client.markdownHover
        ? {
            kind: MarkupKind.Markdown,
            value: asMarkdown(site, lines, linksFor(site, result.analysis, session.rulePage)),
          }
        : { kind: MarkupKind.PlainText, value: asPlainText(site, lines) },
    };
  };
}

/** Pages of the rules this mapping breaks: those with a finding at this place or a witness through it. */
function linksFor(site: MappingSite, analysis: FileAnalysis, rulePage: RulePageUri): readonly string[] {
  const rules = new Set<RuleId>(analysis.findings.filter((finding) => touches(finding, site)).map(({ rule }) => rule));
  return [...rules].sort().flatMap((rule) => {
    const page = rulePage(rule);
    return page === undefined ? [] : [`[${rule}](${page})`];
  });
}

function touches(finding: Finding, site: MappingSite): boolean {
  return [finding.at, ...finding.notes.map((note) => note.at)].some(
    (at) => at.start < site.at.end && site.at.start < at.end,
  );
}

function asMarkdown(site: MappingSite, lines: number, links: readonly string[]): string {
  const room = links.length > 0 ? lines - 1 : lines;
  const [first, ...rest] = site.view.lines.slice(0, room);
  const { name } = site.view;
  // Two spaces before the end of a line keep it a line of its own.
  return [
    first?.startsWith(name) === true ? `**${escapeMarkdown(name)}**${first.slice(name.length)}` : (first ?? ''),
    ...rest,
    ...(links.length > 0 ? [`more: ${links.join(' · ')}`] : []),
  ].join('  \n');
}

function asPlainText(site: MappingSite, lines: number): string {
  return site.view.lines.slice(0, lines).join('\n').replaceAll('`', '');
}

/** Underscores, stars and brackets of C names are text here, not markup. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\*_[\]<>]/g, String.raw`\$&`);
}
