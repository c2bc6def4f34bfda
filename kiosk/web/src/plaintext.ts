/** Reading the plain text of a reply: its paragraphs and lists, and what in it can be opened or called. */

export type Block =
  | { readonly type: "paragraph"; readonly text: string }
  | { readonly type: "list"; readonly first: number | null; readonly items: readonly string[] };

export type Span =
  | { readonly type: "words"; readonly text: string }
  | { readonly type: "link"; readonly text: string; readonly href: string }
  | { readonly type: "telephone"; readonly text: string; readonly href: string };

const BULLET = /^\s*[-–•*]\s+(.*)$/u;
const NUMBERED = /^\s*(\d{1,2})[.)]\s+(.*)$/u;

/** Returns the blocks of a text; lines that follow each other are one list or separate paragraphs. */
export function blocks(text: string): Block[] {
  const found: Block[] = [];
  for (const line of text.split(/\r?\n/u)) {
    if (line.trim() !== "") add(found, line);
  }
  return found;
}

function add(found: Block[], line: string): void {
  const bullet = BULLET.exec(line);
  const numbered = NUMBERED.exec(line);
  const item = bullet?.[1] ?? numbered?.[2];
  if (item === undefined) {
    found.push({ type: "paragraph", text: line.trim() });
    return;
  }
  const first = numbered?.[1] === undefined ? null : Number(numbered[1]);
  const last = found.at(-1);
  if (last?.type === "list" && (last.first === null) === (first === null)) {
    found[found.length - 1] = { ...last, items: [...last.items, item] };
  } else {
    found.push({ type: "list", first, items: [item] });
  }
}

// Web addresses, then telephone numbers: 0xxx… , 1800 xxxx, 1900 xxxx.
const OPENABLE = /(https?:\/\/[^\s<>"]*[^\s<>".,;:)\]])|(?<![\d.])((?:0\d{2,4}|1[89]00)(?:[ .]?\d{2,4}){2,3})(?!\d|\.\w)/gu;

/** Returns a text in pieces: words, web addresses and telephone numbers. */
export function spans(text: string): Span[] {
  const found: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(OPENABLE)) {
    if (match.index > end) found.push({ type: "words", text: text.slice(end, match.index) });
    found.push(
      match[1] === undefined
        ? { type: "telephone", text: match[0], href: telephoneLink(match[0]) }
        : { type: "link", text: match[1], href: match[1] },
    );
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ type: "words", text: text.slice(end) });
  return found;
}

/** Returns the address that calls a number. */
export function telephoneLink(number: string): string {
  return `tel:${number.replace(/[^\d+]/gu, "")}`;
}

/** Returns the emergency and help lines that a text names, each once: 111 to 119, 1800…, 1900…. */
export function helpLines(text: string): string[] {
  const numbers = text.match(/(?<![\d.,/])(?:11[1-9]|1[89]00(?:[ .]?\d{2,4}){1,2})(?![\d/]|[.,]\d)/gu) ?? [];
  return [...new Set(numbers)];
}
