import { describe, expect, test } from "vitest";

import { blocks, helpLines, spans, telephoneLink } from "./plaintext";

describe("the blocks of a reply", () => {
  test("are paragraphs and lists in the order of their lines", () => {
    const text = "Bạn mang:\n- Tờ khai\n• Giấy chứng sinh\n\nCó kết quả trong ngày.";

    expect(blocks(text)).toEqual([
      { type: "paragraph", text: "Bạn mang:" },
      { type: "list", first: null, items: ["Tờ khai", "Giấy chứng sinh"] },
      { type: "paragraph", text: "Có kết quả trong ngày." },
    ]);
  });

  test("number a list from the number that stands in the text", () => {
    expect(blocks("3. Nộp hồ sơ\n4. Nhận kết quả")).toEqual([
      { type: "list", first: 3, items: ["Nộp hồ sơ", "Nhận kết quả"] },
    ]);
  });

  test("do not take a date or a sum at the start of a line for a numbered item", () => {
    expect(blocks("25.000 đồng một bản\n15/8/2026")).toEqual([
      { type: "paragraph", text: "25.000 đồng một bản" },
      { type: "paragraph", text: "15/8/2026" },
    ]);
  });

  test("are none for an empty text", () => {
    expect(blocks(" \n\n")).toEqual([]);
  });
});

describe("what can be opened in a reply", () => {
  test("is a web address, without the full stop after it", () => {
    expect(spans("Xem https://dichvucong.gov.vn/a?b=1.")).toEqual([
      { type: "words", text: "Xem " },
      { type: "link", text: "https://dichvucong.gov.vn/a?b=1", href: "https://dichvucong.gov.vn/a?b=1" },
      { type: "words", text: "." },
    ]);
  });

  test("is a telephone number", () => {
    expect(spans("Gọi 024 3826 0000 nhé")).toContainEqual({
      type: "telephone",
      text: "024 3826 0000",
      href: "tel:02438260000",
    });
    expect(spans("1900 1010")).toEqual([{ type: "telephone", text: "1900 1010", href: "tel:19001010" }]);
  });

  test.each([
    "Lệ phí 25.000 đồng, nộp trước 15/8/2026",
    "Luật 60/2014/QH13 và Nghị định 123/2015/NĐ-CP",
    "Mã 1.001193.000.00.00.H26",
    "javascript:alert(1)",
  ])("is nothing in “%s”", (text) => {
    expect(spans(text)).toEqual([{ type: "words", text }]);
  });
});

test("help lines are found once each, and sums and decisions are not taken for them", () => {
  expect(helpLines("Gọi 113, hoặc 114. Gọi 113 ngay. Phí 115.000 đồng, Nghị định 112/2015.")).toEqual(["113", "114"]);
});

test("a telephone link holds digits only", () => {
  expect(telephoneLink("(024) 3826-0000")).toBe("tel:02438260000");
});
