package lorasweep.report.html;

import lorasweep.report.content.Report;
import lorasweep.report.content.SweepFacts;
import lorasweep.report.text.MarkdownSummary;
import lorasweep.report.text.ReportJson;

/** A report as one HTML file that opens from disk. */
public final class HtmlReport {
    private static final String ICON =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'"
                    + "%3E%3Cpath d='M1 3c3 9 6 9 14 2' fill='none' stroke='%230b62a4' stroke-width='2'/%3E"
                    + "%3Ccircle cx='7' cy='9.2' r='2.4' fill='%23d55e00'/%3E%3C/svg%3E";
    private static final String[][] SECTIONS = {
        {"trials", "Trials", "Every row opens: settings, curves, pictures, norms, commands."},
        {"curves", "Learning curves", "Loss on the probes against the base without a LoRA, the same probes for all."},
        {
            "classic",
            "Training loss",
            "What TensorBoard shows. A rough guide only: lower is not better; look for an unusual shape."
        },
        {"heatmaps", "Heatmaps", "Best held-out loss for every pair of axes, the mean over all other axes and seeds."},
        {"parallel", "Parallel coordinates", "Drag along an axis: everything on this page follows the selection."},
        {"importance", "What makes the difference", "Share of the spread between trials that each axis explains."},
        {
            "weights",
            "Weight test",
            "Held-out loss under other LoRA weights than 1. Well below 1 the LoRA is overfit, well above underfit."
        },
        {"sheets", "Contact sheets", "Sample pictures side by side, drawn with the same seeds."},
        {"copies", "Memorisation", "Samples beside the training pictures they are nearest to."},
        {"cost", "Cost", "Who trained what, and when."},
    };

    private HtmlReport() {}

    /** The whole file. */
    public static String text(Report report, InlinedPictures pictures) {
        return text(report, ReportJson.text(report), pictures);
    }

    /** The whole file of a report whose JSON is known. */
    public static String text(Report report, String json, InlinedPictures pictures) {
        String style = Assets.library("uPlot.min.css") + "\n" + Assets.style();
        String charts = Assets.library("echarts.min.js");
        String lines = Assets.library("uPlot.iife.min.js");
        String script = Assets.script();
        String policy = "default-src 'none'; img-src 'self' data: blob: file:; style-src " + Assets.source(style)
                + "; script-src " + Assets.source(charts) + " " + Assets.source(lines) + " " + Assets.source(script)
                + "; base-uri 'none'; form-action 'none'";
        Markup page = new Markup();
        page.trusted("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy);
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.empty("meta", "name", "referrer", "content", "no-referrer");
        page.element("title", report.sweep().name() + " · LoRA sweep");
        page.empty("link", "rel", "icon", "href", ICON);
        page.open("style").trusted(style).close();
        if (report.sweep().isRunning()) {
            page.open("noscript")
                    .empty("meta", "http-equiv", "refresh", "content", "60")
                    .close();
        }
        page.close().trusted("\n").open("body");
        body(report, page);
        data("report-data", json, page);
        data("summary-data", MarkdownSummary.text(report), page);
        pictures.write(page);
        page.trusted("\n").open("script").trusted(charts).close();
        page.trusted("\n").open("script").trusted(lines).close();
        page.trusted("\n").open("script").trusted(script).close();
        return page.close().close().toString();
    }

    private static void data(String id, String text, Markup page) {
        page.open("script", "type", "text/plain", "id", id)
                .trusted(PackedData.of(text))
                .close();
    }

    private static void body(Report report, Markup page) {
        page.element("a", "Skip to the trials", "class", "skip", "href", "#trials");
        header(report, page);
        page.open("main");
        page.trusted(VerdictSection.of(report));
        page.trusted(AdviceSection.of(report));
        page.trusted(BoardSection.of(report));
        for (String[] section : SECTIONS) {
            page.open("section", "id", section[0], "aria-labelledby", section[0] + "-title")
                    .open("div", "class", "head")
                    .element("h2", section[1], "id", section[0] + "-title")
                    .element("p", section[2], "class", "hint")
                    .close();
            if (section[0].equals("trials")) {
                page.open("noscript").trusted(StaticTable.of(report)).close();
            } else if (section[0].equals("curves")) {
                page.open("noscript").trusted(StaticCurves.of(report)).close();
            }
            page.open("div", "class", "content").close().close();
        }
        page.trusted(MethodsSection.of(report));
        page.close();
        page.open("footer")
                .text("Made by lorasweep from the sweep's folder alone. Charts: Apache ECharts (Apache License 2.0, ")
                .text("Copyright 2017-2024 The Apache Software Foundation) and uPlot (MIT License, ")
                .text("Copyright (c) 2022 Leon Sorokin), both inlined unchanged with their licence notices.")
                .close();
    }

    private static void header(Report report, Markup page) {
        SweepFacts sweep = report.sweep();
        page.open("header", "class", "top");
        page.open("div", "class", "title")
                .element("h1", sweep.name())
                .element(
                        "span",
                        Wording.count(sweep.trials(), "trial") + " · " + sweep.heldOutImages() + " held-out pictures · "
                                + sweep.madeAt().replaceFirst("T", " ").replaceFirst(":\\d\\d(\\.\\d+)?Z$", " UTC"),
                        "class",
                        "hint")
                .close();
        page.open("nav", "aria-label", "Sections");
        page.element("a", "Verdict", "href", "#verdict");
        for (String[] section : SECTIONS) {
            page.element("a", section[1], "href", "#" + section[0]);
        }
        page.element("a", "Methods", "href", "#methods").close();
        page.open("div", "class", "tools", "id", "tools").close();
        page.close();
        if (sweep.isRunning()) {
            page.open("div", "class", "banner", "id", "running", "role", "status")
                    .element("strong", "Still running.")
                    .text(" " + sweep.ended() + " of " + sweep.trials()
                            + " trials have ended; verdicts may change. This page renews itself every minute.")
                    .close();
        }
    }
}
