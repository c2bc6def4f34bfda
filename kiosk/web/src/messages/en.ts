/** What the screens say in English. */
import type { Messages } from "./vi";

const MONTHS = "January February March April May June July August September October November December".split(" ");

export const en: Messages = {
  documentTitle: (centre) => `Một Cửa – ${centre}`,
  product: "Một Cửa",
  productLine: "Questions about public services",
  sampleCentre: "Sample centre, not a real place",
  otherLanguage: "Tiếng Việt",
  staff: "Talk to staff",
  staffIntro: "Call us or come to the counter. Staff will help you.",
  staffMissing: "The centre’s address could not be read. Reload the page to try again.",
  address: "Address",
  telephone: "Telephone",
  hours: "Opening hours",
  openNow: "Open now",
  closedUntil: (because, time, date) =>
    because === "" ? `Closed now, opens at ${time} on ${date}` : `Closed now (${because}), opens at ${time} on ${date}`,
  closed: "Closed now",
  welcome: "Which papers do you need?",
  machine: "A machine answers here, from the published procedures. To talk to a person, see “Talk to staff”.",
  startersTitle: "Choose one, or type your question below",
  starters: [
    { title: "A new baby", hint: "Birth certificate", send: "What do I need for a birth certificate?" },
    { title: "Getting married", hint: "Marriage registration", send: "What do I need to register a marriage?" },
    { title: "Proof of single status", hint: "Marital status certificate", send: "What do I need for a marital status certificate?" },
    { title: "A death in the family", hint: "Death registration", send: "What do I need to register a death?" },
    { title: "Moving home", hint: "Permanent residence", send: "What do I need to register permanent residence?" },
    { title: "Certified copies", hint: "Copies of originals", send: "What do I need for a certified copy of an original?" },
    { title: "Monthly allowance", hint: "Older or disabled people", send: "What do I need for the monthly social allowance?" },
    { title: "A household business", hint: "Business registration", send: "What do I need to register a household business?" },
  ],
  conversation: "Conversation",
  youAsked: "You asked",
  answer: "Answer",
  waiting: "Looking it up…",
  questionLabel: "Your question",
  questionHint: "English or Vietnamese. You do not need to write ID or telephone numbers.",
  send: "Send",
  sendAgain: "Send again",
  charactersLeft: (left) => `${left} characters left`,
  charactersOver: (over) => `${over} characters too long`,
  restart: "Start over",
  topic: "Asking about",
  dropTopic: (name) => `Ask about something else, no longer about ${name}`,
  choices: "Choose one of these",
  suggestions: "You can ask next",
  emergency: "Emergency",
  call: (number) => `Call ${number}`,
  basis: "Sources",
  basisFor: "Taken from",
  decision: "Published by decision",
  legalBasis: "Legal basis",
  checkedOn: "Checked on",
  procedureCode: "Procedure code",
  openSource: "See the original (opens a new page)",
  fields: {
    cases: "Documents",
    methods: "How to hand in, time, fees",
    steps: "Steps",
    agencies: "Where",
    receiving_address: "Where to hand in",
    results: "Result",
    requirements: "Conditions",
    subjects: "Who may apply",
    legal_basis: "Legal basis",
    plain: "Explanation",
  },
  failures: {
    empty: { message: "There is no question yet.", whatToDo: "Type your question, then press Send." },
    too_long: {
      message: "The question is longer than 2,000 characters.",
      whatToDo: "Make it shorter: one matter at a time, a sentence or two is enough.",
    },
    offline: {
      message: "There is no network connection, so the question was not sent.",
      whatToDo: "It is still in the field. Check the network, then press Send again.",
    },
    slow: {
      message: "The centre took too long to answer.",
      whatToDo: "Your question is still in the field. Press Send again, or call the staff.",
    },
    too_many: {
      message: "Too many questions came in within one minute.",
      whatToDo: "Your question is still in the field. Wait a minute, then press Send again.",
    },
    server: {
      message: "Something went wrong at the centre, so the question was not answered.",
      whatToDo: "It is still in the field. Press Send again in a few minutes, or call the staff.",
    },
  },
  number: (value) => value.toLocaleString("en-GB"),
  date: (iso) => {
    const [year = "", month = "", day = ""] = iso.split("-");
    return `${String(Number(day))} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
  },
};
