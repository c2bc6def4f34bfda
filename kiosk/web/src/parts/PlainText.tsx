/** A plain text as paragraphs and lists; never as HTML. */
import "./PlainText.css";

import type { JSX } from "preact";

import type { Language } from "../api/client";
import { blocks, spans, type Block } from "../plaintext";

interface PlainTextProps {
  readonly text: string;
  readonly language: Language;
}

export function PlainText({ text, language }: PlainTextProps): JSX.Element {
  return (
    <div class="plain-text" lang={language}>
      {blocks(text).map((block, position) => (
        <BlockView key={position} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }): JSX.Element {
  if (block.type === "paragraph") {
    return (
      <p>
        <Spans text={block.text} />
      </p>
    );
  }
  const items = block.items.map((item, position) => (
    <li key={position}>
      <Spans text={item} />
    </li>
  ));
  return block.first === null ? <ul>{items}</ul> : <ol start={block.first}>{items}</ol>;
}

function Spans({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {spans(text).map((span, position) => {
        if (span.type === "words") return span.text;
        return (
          <a key={position} href={span.href} {...(span.type === "link" ? { target: "_blank", rel: "noopener" } : {})}>
            {span.text}
          </a>
        );
      })}
    </>
  );
}
