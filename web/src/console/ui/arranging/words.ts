import { wordsOf } from "../../words/words";
import en from "./en.json";
import ptBR from "./pt-BR.json";

export const arrangingWords = wordsOf(en, ptBR);
