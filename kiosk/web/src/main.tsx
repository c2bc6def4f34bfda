import "./fonts.css";
import "./tokens.css";
import "./base.css";

import { render } from "preact";

import { App } from "./App";
import { connect } from "./api/client";

const place = document.getElementById("app");
if (place === null) throw new Error("The page has no place for the app.");
render(<App service={connect()} />, place);
