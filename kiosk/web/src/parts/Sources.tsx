/** What a reply rests on; folded away until it is asked for. */
import "./Sources.css";

import type { JSX } from "preact";

import type { Citation } from "../api/client";
import type { Messages } from "../messages";

interface SourcesProps {
  readonly messages: Messages;
  readonly citations: readonly Citation[];
}

export function Sources({ messages, citations }: SourcesProps): JSX.Element {
  return (
    <details class="sources">
      <summary class="sources__summary">{messages.basis}</summary>
      {byProcedure(citations).map((source) => (
        <dl class="sources__list" key={source.code}>
          <Row term={messages.procedureCode} values={[source.code]} />
          <Row term={messages.basisFor} values={labels(messages, source.fields)} />
          <Row term={messages.decision} values={[source.decision]} />
          <Row term={messages.legalBasis} values={source.legalBasis} />
          <Row term={messages.checkedOn} values={source.checkedOn === null ? [] : [messages.date(source.checkedOn)]} />
          {source.url !== "" && (
            <div>
              <dt class="for-ears">{messages.openSource}</dt>
              <dd>
                <a href={source.url} target="_blank" rel="noopener">
                  {messages.openSource}
                </a>
              </dd>
            </div>
          )}
        </dl>
      ))}
    </details>
  );
}

function Row({ term, values }: { readonly term: string; readonly values: readonly string[] }): JSX.Element | null {
  const shown = values.filter((value) => value !== "");
  if (shown.length === 0) return null;
  return (
    <div>
      <dt>{term}</dt>
      {shown.map((value) => (
        <dd key={value}>{value}</dd>
      ))}
    </div>
  );
}

interface Source {
  readonly code: string;
  readonly fields: readonly string[];
  readonly decision: string;
  readonly legalBasis: readonly string[];
  readonly checkedOn: string | null;
  readonly url: string;
}

// A reply cites a field at a time; a reader wants each procedure once.
function byProcedure(citations: readonly Citation[]): Source[] {
  const sources = new Map<string, Source>();
  for (const citation of citations) {
    const known = sources.get(citation.code);
    sources.set(citation.code, {
      code: citation.code,
      fields: [...(known?.fields ?? []), citation.field],
      decision: known?.decision ?? citation.decision,
      legalBasis: [...new Set([...(known?.legalBasis ?? []), ...citation.legal_basis])],
      checkedOn: known?.checkedOn ?? citation.checked_on,
      url: known?.url ?? citation.url,
    });
  }
  return [...sources.values()];
}

// Several paths may lead to one label, and a path that citizens have no word for is left out.
function labels(messages: Messages, fields: readonly string[]): string[] {
  const known = fields.map((field) => messages.fields[/^\w+/u.exec(field)?.[0] ?? ""] ?? "");
  return [[...new Set(known.filter((label) => label !== ""))].join(" · ")];
}
