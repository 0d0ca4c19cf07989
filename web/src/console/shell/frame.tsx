import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";

import { ConfirmProvider } from "../ui/confirm";
import { Toasts } from "../ui/toasts";
import { LanguageProvider, useChosenLanguage } from "../words/words";

/** Around every page: the language, and where questions and notes appear. */
export function Frame(): React.JSX.Element {
  const language = useChosenLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <LanguageProvider value={language}>
      <I18nProvider locale={language === "en" ? "en-US" : language}>
        <ConfirmProvider>
          <Outlet />
        </ConfirmProvider>
        <Toasts />
      </I18nProvider>
    </LanguageProvider>
  );
}
