import { t as require_wasm } from "./sql-parser.js";

export default require_wasm();

export {  };