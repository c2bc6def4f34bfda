/** The words of the screens, by language. */
import type { Language } from "../api/client";
import { en } from "./en";
import { vi, type Messages } from "./vi";

export type { Messages };

export const MESSAGES: Readonly<Record<Language, Messages>> = { vi, en };
