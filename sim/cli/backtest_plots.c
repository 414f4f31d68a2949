/* backtest_plots.c - the plots of the validation page, as inline SVG. */
#include <string.h>

#include "sim/cli/backtest.h"

#define WIDTH  760
#define HEIGHT 380
#define LEFT   60
#define RIGHT  150 /* for the legend */
#define TOP    15
#define BOTTOM 40

static const char *const colour[] = {"#2a5d84", "#8a1538", "#d98200", "#3a7d44", "#6a4c93", "#00838f",
                                     "#9e9d24", "#795548", "#546e7a", "#c2185b", "#000000", "#b9770e"};
#define COLOURS (sizeof colour / sizeof colour[0])

/* A rectangle of data on the plot. */
typedef struct plot_frame {
    int x_low, x_high, y_low, y_high;
} plot_frame;

static int x_at(const plot_frame *frame, int x)
{
    return LEFT + (x - frame->x_low) * (WIDTH - LEFT - RIGHT) / (frame->x_high - frame->x_low);
}

static int y_at(const plot_frame *frame, int y)
{
    return HEIGHT - BOTTOM - (y - frame->y_low) * (HEIGHT - TOP - BOTTOM) / (frame->y_high - frame->y_low);
}

static size_t colour_of(const backtest_view *view, const char *type)
{
    for (size_t i = 0; i < view->types; i++) {
        if (strcmp(view->type[i], type) == 0) return i % COLOURS;
    }
    return 0;
}

static void begin(report *page, const plot_frame *frame, const char *title, const char *x_title,
                  const char *y_title)
{
    fprintf(
        page->stream,
        "<figure><figcaption>%s</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#bbb\"/>\n"
        "<text x=\"%d\" y=\"%d\">%s</text><text x=\"14\" y=\"%d\" transform=\"rotate(-90 14 "
        "%d)\">%s</text>\n",
        title, WIDTH, HEIGHT, title, LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM,
        (WIDTH - RIGHT) / 2 - 20, HEIGHT - 6, x_title, HEIGHT / 2 + 30, HEIGHT / 2 + 30, y_title);
    for (int i = 0; i <= 4; i++) {
        const int y = frame->y_low + (frame->y_high - frame->y_low) * i / 4;
        fprintf(page->stream,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>"
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#eee\"/>\n",
                LEFT - 5, y_at(frame, y) + 4, y, LEFT, WIDTH - RIGHT, y_at(frame, y), y_at(frame, y));
    }
}

static void end(const backtest_view *view, report *page)
{
    for (size_t i = 0; i < view->types; i++) {
        const int y = TOP + 15 + (int)i * 17;
        fprintf(page->stream, "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">",
                WIDTH - RIGHT + 15, y - 4, colour[i % COLOURS], WIDTH - RIGHT + 25, y);
        cli_put_html(page->stream, backtest_type_title(view->type[i]));
        fputs("</text>\n", page->stream);
    }
    fputs("</svg></figure>\n", page->stream);
}

static void dot(report *page, int x, int y, size_t hue)
{
    fprintf(page->stream, "<circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"%s\" fill-opacity=\".75\"/>\n", x, y,
            colour[hue]);
}

static int mode_of(const backtest_view *view)
{
    return view->shown[EEP_BACKTEST_ATTACHED] ? EEP_BACKTEST_ATTACHED : EEP_BACKTEST_PREVIOUS;
}

/* What is drawn of a round, of nominees or of everybody else; 0 when there is nothing. */
static int is_drawn(const backtest_view *view, const eep_backtest_round *round, int nominees)
{
    if (round->prediction[mode_of(view)].score == EEP_NO_SCORE) return 0;
    return (strcmp(round->round.id, "pnp") == 0) == nominees;
}

/* A square around every estimate and every published cut-off, in hundreds; empty when there is none. */
static plot_frame square(const backtest_view *view, int nominees)
{
    const eep_backtest_round *round;
    int low = INT16_MAX, high = 0;
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++) {
        const int score = round->prediction[mode_of(view)].score, cutoff = round->round.cutoff;
        if (!is_drawn(view, round, nominees)) continue;
        low = cutoff < low ? cutoff : low;
        low = score < low ? score : low;
        high = cutoff > high ? cutoff : high;
        high = score > high ? score : high;
    }
    low = low / 100 * 100;
    high = high / 100 * 100 + 100;
    return (plot_frame){low, high, low, high};
}

/* Estimate against published, with the line on which they agree. */
static void agreement(const backtest_view *view, report *page, int nominees)
{
    const plot_frame frame = square(view, nominees);
    const eep_backtest_round *round;
    if (frame.x_low >= frame.x_high) return;
    begin(page, &frame,
          nominees ? "Estimated against published cut-offs, rounds for nominees"
                   : "Estimated against published cut-offs, every type but nominees",
          "published, points", "estimated, points");
    for (int x = frame.x_low; x <= frame.x_high; x += 100)
        fprintf(page->stream, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x_at(&frame, x),
                HEIGHT - BOTTOM + 15, x);
    fprintf(page->stream, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#999\"/>\n",
            x_at(&frame, frame.x_low), y_at(&frame, frame.y_low), x_at(&frame, frame.x_high),
            y_at(&frame, frame.y_high));
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++) {
        if (!is_drawn(view, round, nominees)) continue;
        dot(page, x_at(&frame, round->round.cutoff), y_at(&frame, round->prediction[mode_of(view)].score),
            colour_of(view, round->round.id));
    }
    end(view, page);
}

/* Errors through time, cut at the frame. */
static void through_time(const backtest_view *view, report *page)
{
    const eep_backtest_round *round, *last = NULL;
    plot_frame frame = {.y_low = -100, .y_high = 100};
    frame.x_low = eep_backtest_round_at(view->backtest, 0)->round.date;
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++)
        last = round;
    frame.x_high = last->round.date + 1;
    begin(page, &frame, "Errors through time (beyond 100 points: at the edge)", "day of the round",
          "estimated less published");
    int first, final, month, day;
    eep_date_parts(frame.x_low, &first, &month, &day);
    eep_date_parts(frame.x_high, &final, &month, &day);
    for (int year = first + 1; year <= final; year++) {
        const int x = x_at(&frame, eep_date_of(year, 1, 1));
        fprintf(page->stream,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>"
                "<text x=\"%d\" y=\"%d\">%d</text>\n",
                x, x, TOP, HEIGHT - BOTTOM, x + 3, HEIGHT - BOTTOM + 15, year);
    }
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++) {
        const int score = round->prediction[mode_of(view)].score;
        int off = score - round->round.cutoff;
        off = off > 100 ? 100 : off < -100 ? -100 : off;
        if (score != EEP_NO_SCORE)
            dot(page, x_at(&frame, round->round.date), y_at(&frame, off), colour_of(view, round->round.id));
    }
    end(view, page);
}

/* How often the interval held, a bar a type, beside the 80% it should. */
static void coverage(const backtest_view *view, report *page)
{
    const int height = (int)view->types * 22 + 40;
    fprintf(page->stream,
            "<figure><figcaption>Published cut-offs inside the 80%% interval</figcaption>\n"
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Coverage by type\">\n"
            "<line x1=\"%d\" x2=\"%d\" y1=\"0\" y2=\"%d\" stroke=\"#8a1538\"/>"
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">80%%</text>\n",
            WIDTH, height, 130 + 400, 130 + 400, height - 20, 130 + 400, height - 5);
    for (size_t i = 0; i < view->types; i++) {
        const backtest_pick pick = {.type = view->type[i], .from = INT32_MIN, .to = INT32_MAX};
        const int y = (int)i * 22;
        backtest_tally tally;
        backtest_count(view, &pick, mode_of(view), &tally);
        fprintf(page->stream, "<text x=\"120\" y=\"%d\" text-anchor=\"end\">", y + 15);
        cli_put_html(page->stream, backtest_type_title(view->type[i]));
        fprintf(
            page->stream,
            "</text><rect x=\"130\" y=\"%d\" width=\"%u\" height=\"15\" fill=\"%s\" fill-opacity=\".75\"/>"
            "<text x=\"640\" y=\"%d\">%u of %u</text>\n",
            y + 3, tally.rounds > 0 ? 500 * tally.covered / tally.rounds : 0, colour[i % COLOURS], y + 15,
            tally.covered, tally.rounds);
    }
    fputs("</svg></figure>\n", page->stream);
}

void backtest_plots(const backtest_view *view, report *page)
{
    report_heading(page, "Plots");
    agreement(view, page, 0);
    agreement(view, page, 1);
    through_time(view, page);
    coverage(view, page);
}
