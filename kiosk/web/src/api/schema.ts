// Generated from the OpenAPI document by `npm run generate`. Do not edit.

export interface paths {
    "/api/v1/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a question
         * @description Answer a question about administrative procedures; every turn ends in one of the outcomes.
         */
        post: operations["ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bundles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The life events that are known
         * @description Return each life event by its id and name.
         */
        get: operations["bundle_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bundles/{bundle_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What follows from a life event
         * @description Return the procedures of a life event in order, and their papers, each once.
         */
        get: operations["bundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/centre": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The centre that answers
         * @description Return the name, address, telephone and hours of the centre, and whether it is open now.
         */
        get: operations["centre"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether questions can be answered
         * @description Return `ok` and the published edition; 503 while nothing can be answered from.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AskRequest
         * @description A citizen's question.
         */
        AskRequest: {
            /**
             * Question
             * @description What the citizen wrote, as written.
             * @example lam giay khai sinh can gi
             */
            question: string;
            /**
             * Conversation
             * @description The `conversation` of the last answer; leave it out to start a new one.
             */
            conversation?: string | null;
            /** @description The language of the answer; leave it out to keep the conversation's. */
            language?: components["schemas"]["Language"] | null;
            /**
             * Centre
             * @description The centre that is asked; leave it out for this deployment's own.
             */
            centre?: string | null;
            /**
             * Message Id
             * @description Your own id of this message: the same id again gets the same answer, counted once.
             */
            message_id?: string | null;
        };
        /**
         * AskResponse
         * @description The reply, and the conversation to send along with the next question.
         */
        AskResponse: {
            outcome: components["schemas"]["Outcome"];
            /** Reply */
            reply: string;
            /** Spoken */
            spoken: string;
            language: components["schemas"]["Language"];
            procedure: components["schemas"]["ProcedureOut"] | null;
            facet: components["schemas"]["Facet"] | null;
            /**
             * Candidates
             * @description Best first, at most 5.
             */
            candidates: components["schemas"]["CandidateOut"][];
            /** Citations */
            citations: components["schemas"]["CitationOut"][];
            /**
             * Score
             * @description Calibrated probability that the first candidate is right.
             */
            score: number;
            /** Suggestions */
            suggestions: components["schemas"]["SuggestionOut"][];
            /** Milliseconds */
            milliseconds: number;
            /** Conversation */
            conversation: string;
        };
        /**
         * BundleNameOut
         * @description A life event by its name.
         */
        BundleNameOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * BundleOut
         * @description A life event: what to do in order, and the papers for all of it.
         */
        BundleOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Opening */
            opening: string;
            /** Steps */
            steps: components["schemas"]["BundleStepOut"][];
            /**
             * Papers
             * @description Merged from the records, those that everybody needs first.
             */
            papers: components["schemas"]["PaperOut"][];
            /** Advice */
            advice: string[];
        };
        /**
         * BundleStepOut
         * @description One thing to do for a life event.
         */
        BundleStepOut: {
            /** Name */
            name: string;
            /**
             * Why
             * @description Why or when it is done.
             */
            why: string;
            /**
             * Code
             * @description The procedure; empty where another authority does it.
             */
            code: string;
            /**
             * Authority
             * @description The id of another authority's business; empty for a procedure.
             */
            authority: string;
            /**
             * Is Optional
             * @description Needed by some only.
             */
            is_optional: boolean;
        };
        /**
         * CandidateOut
         * @description A procedure that may have been meant.
         */
        CandidateOut: {
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Score */
            score: number;
        };
        /**
         * CentreOut
         * @description The centre that is asked, as the first screen shows it.
         */
        CentreOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Address */
            address: string;
            /** Telephone */
            telephone: string;
            /** Hours */
            hours: string;
            /**
             * Is Open
             * @description Whether dossiers are received at this moment.
             */
            is_open: boolean;
            /**
             * Next Opening
             * @description When the next session begins; null where that is not known.
             */
            next_opening: string | null;
            /**
             * Closed Because
             * @description Why it is closed all day, such as a public holiday; empty otherwise.
             */
            closed_because: string;
            /**
             * Is Sample
             * @description True while no real centre has been set up.
             */
            is_sample: boolean;
        };
        /**
         * CitationOut
         * @description The field of a record that the reply rests on.
         */
        CitationOut: {
            /** Code */
            code: string;
            /**
             * Field
             * @description A path in the record, such as `methods`.
             */
            field: string;
            /**
             * Decision
             * @description The decision that published the procedure.
             */
            decision: string;
            /** Legal Basis */
            legal_basis: string[];
            /** Checked On */
            checked_on: string | null;
            /** Url */
            url: string;
        };
        /**
         * ErrorOut
         * @description What was wrong and what to do.
         */
        ErrorOut: {
            /**
             * Code
             * @description Constant; for programs.
             */
            code: string;
            /**
             * Message
             * @description What was wrong and where, in Vietnamese.
             */
            message: string;
            /** What To Do */
            what_to_do: string;
        };
        /**
         * ErrorResponse
         * @description The shape of every error.
         */
        ErrorResponse: {
            error: components["schemas"]["ErrorOut"];
        };
        /**
         * Facet
         * @description What of a procedure a question asks about; each has its fields (see `nlu.answers.facets`).
         * @enum {string}
         */
        Facet: "overview" | "documents" | "fee" | "time" | "place" | "steps" | "form" | "who" | "result" | "legal_basis" | "conditions" | "online";
        /**
         * HealthOut
         * @description Whether questions can be answered, and from what.
         */
        HealthOut: {
            status: components["schemas"]["HealthStatus"];
            /**
             * Edition
             * @description The number of the published edition.
             */
            edition: number | null;
            /** Version */
            version: string;
        };
        /**
         * HealthStatus
         * @description Whether questions can be answered.
         * @enum {string}
         */
        HealthStatus: "ok" | "no_edition";
        /**
         * Language
         * @description A language that citizens are answered in.
         * @enum {string}
         */
        Language: "vi" | "en";
        /**
         * Outcome
         * @description The closed list of ways in which a turn ends; each has its wording, its counter and its tests.
         * @enum {string}
         */
        Outcome: "answered" | "answered_in_part" | "clarification" | "near_procedures" | "dossier_told" | "dossier_not_found" | "handed_over" | "call_back_taken" | "out_of_scope" | "other_authority" | "emergency" | "small_talk" | "refused" | "error";
        /**
         * PaperOut
         * @description A paper of a life event, counted once for all its procedures.
         */
        PaperOut: {
            /** Name */
            name: string;
            /**
             * Is Handed In
             * @description False for a paper that is only shown.
             */
            is_handed_in: boolean;
            /** Originals */
            originals: number | null;
            /** Copies */
            copies: number | null;
            /**
             * Codes
             * @description The procedures that it serves.
             */
            codes: string[];
            /**
             * Whens
             * @description When it is needed; empty for always.
             */
            whens: string[];
            /** Notes */
            notes: string[];
            /**
             * Is Optional
             * @description Only procedures that some need ask for it.
             */
            is_optional: boolean;
        };
        /**
         * ProcedureOut
         * @description A procedure by its name.
         */
        ProcedureOut: {
            /** Code */
            code: string;
            /** Name */
            name: string;
        };
        /**
         * SuggestionOut
         * @description A button: what it says, and what pressing it asks.
         */
        SuggestionOut: {
            /** Title */
            title: string;
            /** Send */
            send: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AskResponse"];
                };
            };
            /** @description There is no such centre, or no such life event. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request is not what the interface takes; `message` names the field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Too many questions in a short time. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Nothing is published yet, so nothing can be answered. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    bundle_list: {
        parameters: {
            query?: {
                /** @description The language of names and sentences. */
                language?: components["schemas"]["Language"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BundleNameOut"][];
                };
            };
            /** @description There is no such centre, or no such life event. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request is not what the interface takes; `message` names the field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Too many questions in a short time. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Nothing is published yet, so nothing can be answered. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    bundle: {
        parameters: {
            query?: {
                /** @description The language of names and sentences. */
                language?: components["schemas"]["Language"];
            };
            header?: never;
            path: {
                /** @description The id of a life event. */
                bundle_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BundleOut"];
                };
            };
            /** @description There is no such centre, or no such life event. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request is not what the interface takes; `message` names the field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Too many questions in a short time. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Nothing is published yet, so nothing can be answered. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    centre: {
        parameters: {
            query?: {
                /** @description Another centre's id. */
                id?: string;
                /** @description The language of the name and hours. */
                language?: components["schemas"]["Language"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CentreOut"];
                };
            };
            /** @description There is no such centre, or no such life event. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request is not what the interface takes; `message` names the field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Too many questions in a short time. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Nothing is published yet, so nothing can be answered. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthOut"];
                };
            };
            /** @description There is no such centre, or no such life event. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The request is not what the interface takes; `message` names the field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Too many questions in a short time. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Nothing is published yet, so nothing can be answered. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
}
