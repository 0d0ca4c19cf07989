import { wordsOf } from "../../words/words";
import en from "./en.json";
import ptBR from "./pt-BR.json";

export const words = wordsOf(en, ptBR);
