// The only door of the analysis for language server and command line.
export type { Cancellation } from './base/cancellation.js';
export type { Span } from './base/span.js';
export type {
  AnalysisOptions,
  Budget,
  FileAnalysis,
  FunctionReport,
  MappingSite,
  MappingView,
} from './pipeline/file-analysis.js';
export type { BuildFacts, ModuleFiles } from './module/module-files.js';
export type { SourceFile } from './module/source-file.js';
export type { Notice, SuppressedFinding } from './findings/notice.js';
export type { Category, Confidence, Consequence, Finding, Level, Note, RuleId } from './findings/finding.js';
export { type Analyzer, createAnalyzer } from './pipeline/analyzer.js';
export { allRules } from './rules/index.js';
export type { Rule } from './rules/rule.js';
export { concernsDma } from './text/prefilter.js';
