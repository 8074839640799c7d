/// The style sheet of a report. Widths are relative, and marks keep their size at any of them.
enum ReportStyle {
  static let css =
    """
    :root{color-scheme:light dark;\(ReportPalette.light.properties)}
    @media screen and (prefers-color-scheme:dark){:root{\(ReportPalette.dark.properties)}}
    \(layout)
    @media print{:root{\(ReportPalette.paper.properties)}
    \(print)}

    """

  private static let layout = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    main,header,footer{max-width:74rem;margin:0 auto;padding:0 2rem}
    h1,h2,h3,h4,p,dl,dd,ul,ol,table{margin:0;padding:0}
    h1{font-size:2.1rem;line-height:1.15;font-weight:650;letter-spacing:-.02em}
    h2{font-size:1.3rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;margin:0 0 1.1rem}
    h3{font-size:1.06rem;line-height:1.35;font-weight:650}
    h4{font-size:.8rem;font-weight:650;color:var(--muted);margin:0 0 .4rem}
    a{color:var(--accent);text-underline-offset:.16em;text-decoration-thickness:1px}
    a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
    section{margin:3.4rem 0 0}
    header{padding-top:2.6rem}
    footer{margin:4rem auto 3rem;color:var(--muted);font-size:.86rem}
    footer ul{list-style:none}
    .brand{display:flex;align-items:center;gap:.6rem;color:var(--accent);font-weight:650;font-size:.92rem;margin:0 0 1.1rem}
    .brand svg{display:block}
    .lead{color:var(--muted);margin:.5rem 0 0}
    nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;margin:1.2rem 0 0;font-size:.92rem}
    .card,.lane,.panel{background:var(--card);border:1px solid var(--rule);border-radius:10px}
    .card{padding:1.6rem 1.8rem 1.7rem;display:grid;grid-template:"what sheet" auto "answers sheet" 1fr/minmax(0,5fr) minmax(0,6fr);gap:.9rem 2.6rem;border-top:4px solid var(--accent)}
    .card+.card{margin-top:1.2rem}
    .card.late{border-top-color:var(--alert)}
    .what{grid-area:what}
    .sheet{grid-area:sheet}
    .answers{grid-area:answers}
    .answers details,.sheet details:first-child{margin:.35rem 0 0}
    .card.plain{grid-template:"what"/minmax(0,1fr);border-top-color:var(--rule)}
    .card h3{font-size:1.42rem;letter-spacing:-.01em;line-height:1.2}
    .flag{display:inline-block;font-size:.8rem;font-weight:650;border-radius:5px;padding:.12rem .55rem;margin:0 0 .7rem;background:var(--soft);color:var(--accent)}
    .late .flag,.flag.late{background:var(--alert-soft);color:var(--alert)}
    .about{margin:.35rem 0 0;color:var(--muted)}
    .reach{margin:1rem 0 0;font-size:1.3rem;font-weight:650;line-height:1.3}
    .reach span{font-size:.88rem;font-weight:400;color:var(--muted)}
    dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.4rem 1rem;margin:1.1rem 0 0;font-size:.95rem}
    dl.facts dt{color:var(--muted)}
    .by{color:var(--muted);font-size:.86rem}
    .sheet{border-left:1px solid var(--rule);padding:0 0 0 2rem}
    .said{white-space:pre-wrap;font-size:.95rem}
    details{margin:.8rem 0 0}
    summary{cursor:pointer;color:var(--accent);font-size:.9rem}
    details .said,details ul,details ol{margin:.5rem 0 0}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;font-size:.84rem;color:var(--muted);margin:0 0 1.3rem}
    .legend li{display:flex;align-items:center;gap:.4rem}
    .legend svg{width:22px;height:22px;flex:none}
    .lane{padding:1rem 1.3rem .7rem}
    .lane+.lane{margin-top:.8rem}
    .lane .top{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.1rem 1.5rem;align-items:baseline}
    .lane .next{font-size:.92rem}
    .lane .next b{font-weight:650}
    .lane .state{color:var(--muted);font-size:.86rem;margin:.1rem 0 .2rem}
    .late-word{color:var(--alert);font-weight:650}
    .swim{display:grid;grid-template-columns:2.6rem minmax(0,1fr)}
    .who{position:relative;font-size:.74rem;color:var(--muted)}
    .who span{position:absolute;left:0;transform:translateY(-50%)}
    .swim svg{display:block;width:100%;overflow:visible}
    .lane details{margin:.1rem 0 .2rem}
    .lane details ol{list-style:none;font-size:.88rem}
    .lane details li{display:grid;grid-template-columns:8.2rem minmax(0,1fr);gap:0 1rem;padding:.1rem 0}
    .lane details time{color:var(--muted)}
    svg text{font-size:11px;fill:var(--muted)}
    .grid{stroke:var(--rule);stroke-width:1}
    .base{stroke:var(--wait);stroke-width:1.5}
    .now{stroke:var(--accent);stroke-width:2}
    svg text.nowt{fill:var(--accent);font-weight:650}
    .waited,.waiting{fill:var(--wait)}
    .waited{fill-opacity:.5}
    .rest{fill:none;stroke:var(--wait);stroke-width:1.5;stroke-dasharray:5 3}
    .span{stroke:var(--accent);stroke-width:1.5;stroke-dasharray:1.5 3;stroke-linecap:round}
    use{stroke:var(--card);stroke-width:1.5;paint-order:stroke}
    use.you,use.both{fill:var(--ink);color:var(--card)}
    use.them{fill:var(--accent);color:var(--card)}
    use.kept{fill:var(--accent);color:var(--card)}
    use.open,use.postponed{fill:var(--card);stroke:var(--accent);stroke-width:2;color:var(--accent);paint-order:normal}
    use.broken{fill:var(--card);stroke:var(--alert);stroke-width:2;color:var(--alert);paint-order:normal}
    use.ahead,use.step{fill:var(--card);stroke:var(--ink);stroke-width:1.8;color:var(--ink);paint-order:normal}
    use.step{stroke-dasharray:2.6 1.8}
    use.step.late{stroke:var(--alert);color:var(--alert)}
    svg text.stept{fill:var(--ink);font-weight:650}
    .months{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,32rem),1fr));gap:1.6rem}
    .month{border-collapse:separate;border-spacing:3px;width:100%;table-layout:fixed}
    .month caption{text-align:left;font-weight:650;font-size:1.06rem;padding:0 0 .5rem 3px}
    .month th{font-size:.8rem;font-weight:650;color:var(--muted);text-align:left;padding:0 0 .1rem .4rem}
    .month td{height:4.9rem;vertical-align:top;background:var(--card);border-radius:6px;padding:.3rem .4rem;font-size:.76rem;line-height:1.3}
    .month td.none{background:none}
    .month td.off{background:var(--off)}
    .month td.now{box-shadow:0 0 0 2px var(--accent)}
    .month .n{font-size:.84rem;color:var(--muted);display:block}
    .month td.now .n{color:var(--accent);font-weight:650}
    .month ul{list-style:none}
    .month li{margin:.15rem 0 0}
    .month li a{color:var(--ink)}
    .month li.do a{color:var(--accent);font-weight:650}
    .month li.late a{color:var(--alert)}
    .dots{display:none}
    .days{display:none;list-style:none}
    .panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1.2rem}
    .panel{padding:1.5rem 1.7rem 1.6rem}
    .panel.wide{margin-top:1.2rem}
    .panel p{max-width:42rem}
    .panel .note{color:var(--muted);font-size:.86rem;margin-top:.8rem}
    table.sums{border-collapse:collapse;width:100%;font-size:.92rem}
    table.sums caption{text-align:left;color:var(--muted);font-size:.86rem;padding:0 0 .6rem}
    table.sums th{font-weight:650;font-size:.82rem;color:var(--muted);text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--rule)}
    table.sums tbody th{font-size:.92rem;color:var(--ink);font-weight:400}
    table.sums td{padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
    table.sums td.num,table.sums th.num{text-align:right;white-space:nowrap;overflow-wrap:normal}
    table.sums thead td{border-bottom:1px solid var(--rule)}
    table.sums tr:last-child td,table.sums tbody tr:last-child th{border-bottom:0}
    table.sums .bar{width:40%;min-width:6rem;padding-right:0}
    .bar svg{display:block;width:100%;height:14px;margin:.25rem 0 0}
    .bar .all{fill:var(--wait)}
    .bar .main{fill:var(--accent)}
    .bar .bad{fill:var(--alert)}
    .figure{font-size:2.3rem;font-weight:650;letter-spacing:-.02em;line-height:1.1}
    .figure span{font-size:.95rem;font-weight:400;letter-spacing:0;color:var(--muted)}
    .strip{display:block;width:100%;height:96px;overflow:visible;margin:1.1rem 0 0}
    .strip rect{fill:var(--accent)}
    .strip .quart{fill:var(--soft)}
    .strip .mid{stroke:var(--ink);stroke-width:2}
    .empty{color:var(--muted);max-width:42rem}
    code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.9em;color:var(--ink)}
    .defs{position:absolute}
    @media (max-width:760px){
    main,header,footer{padding-left:1.05rem;padding-right:1.05rem}
    header{padding-top:1.5rem}
    h1{font-size:1.65rem}
    section{margin-top:2.6rem}
    .card{grid-template:"what" "sheet" "answers"/minmax(0,1fr);padding:1.2rem 1.1rem 1.3rem}
    .sheet{border-left:0;border-top:1px solid var(--rule);padding:1rem 0 0}
    .lane{padding:.85rem .85rem .5rem}
    .lane .next{width:100%}
    .swim{grid-template-columns:2.1rem minmax(0,1fr)}
    .minor,.stept{display:none}
    .lane details li{grid-template-columns:minmax(0,1fr)}
    .month td{height:3rem;padding:.2rem .25rem}
    .month th{padding-left:.25rem}
    .month ul{display:none}
    .dots{display:block;height:8px}
    .days{display:block;font-size:.92rem;margin:.9rem 0 0}
    .days>li{margin:0 0 .7rem}
    .days b{font-weight:650}
    .days ul{list-style:none}
    .panel{padding:1.1rem 1.1rem 1.2rem}
    table.sums{font-size:.88rem}
    table.sums .bar{width:30%;min-width:3.5rem}
    .wide-only{display:none}
    }
    """

  private static let print = """
    @page{margin:14mm}
    body{font-size:10.5pt}
    main,header,footer{max-width:none;padding:0}
    section{margin-top:1.6rem}
    nav,details,.days{display:none}
    .card,.lane,.panel,.month,.legend{break-inside:avoid}
    .answers{display:none}
    h2{break-after:avoid}
    .card,.lane,.panel{border-color:var(--rule);border-radius:0}
    .month td{border:1px solid var(--rule);border-radius:0}
    .month td.none{border:0}
    .month td.off,.bar rect,.strip rect,.waited,.waiting{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    a{text-decoration:none}
    """
}
