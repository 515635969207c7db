#!/usr/bin/env python3
"""corpus.py: makes up feeds, the same in every run, as bench/sources serves.

  bench/corpus.py DIR FEEDS [--round R [--percent P]]

DIR/NNN/NNNNNN.xml and .xml.gz of each, 10 to 50 items of 1 to 8 KB: news of
intellectual property offices, a third of the feeds in Chinese (some of those in
GBK), two thirds RSS 2.0, the rest Atom. One item in four tells of a forum or
training with its days and place, one in six of those of one that other feeds
tell of too. --round: P percent of the feeds, others in each round, get one to
three new items; the rest keep every byte. Files have times that follow from the
round, so that a server's validators are the same in every run too.
"""
import argparse
import gzip
import os
import random
import time
from xml.sax.saxutils import escape

BEGIN = 1767225600  # 2026-01-01
HOUR = 3600
SHARED_EVENTS = 400

OFFICES = [('Patent Office', '专利局'), ('Trademark Registry', '商标局'),
           ('Intellectual Property Office', '知识产权局'),
           ('Copyright Board', '版权局'), ('IP Academy', '知识产权学院')]
TOPICS = [('patents', '专利'), ('trade marks', '商标'), ('copyright', '版权'),
          ('trade secrets', '商业秘密'), ('licensing', '许可'),
          ('geographical indications', '地理标志'),
          ('technology transfer', '技术转移'), ('valuation', '价值评估'),
          ('standard essential patents', '标准必要专利'),
          ('artificial intelligence', '人工智能'), ('designs', '外观设计'),
          ('customs protection', '海关保护'), ('start-ups', '初创企业')]
KINDS = [('Forum', '论坛'), ('Conference', '大会'), ('Seminar', '研讨会'),
         ('Training', '培训班'), ('Workshop', '工作坊'), ('Webinar', '网络研讨会')]
TOWNS = [('Geneva', '日内瓦'), ('Beijing', '北京'), ('Singapore', '新加坡'),
         ('Munich', '慕尼黑'), ('Shanghai', '上海'), ('Seoul', '首尔'),
         ('Guangzhou', '广州'), ('Canberra', '堪培拉'), ('Chengdu', '成都')]
MONTHS = ('January February March April May June July August September '
          'October November December').split()
ENGLISH = ('the office applicants examiners published received filings report '
           'practice guidance fees procedure rules courts industry small '
           'enterprises research universities data quality policy last year '
           'more than and of to in for with from that which have been will '
           'new public consultation decision register renewal notice').split()
CHINESE = ('知识产权部门发布通知申请审查企业创新保护服务工作会议指出推进'
           '建设高质量发展全国数据同比增长代表表示介绍情况相关单位负责人')


class Corpus:
    def __init__(self, folder, feeds):
        self.folder, self.feeds = folder, feeds
        r = random.Random(7)
        self.paragraphs = {c: [self.paragraph(r, c) for _ in range(4000)]
                           for c in (0, 1)}

    @staticmethod
    def paragraph(r, chinese):
        if chinese:
            text = ''.join(r.choices(CHINESE, k=r.randint(60, 200))) + '。'
        else:
            words = r.choices(ENGLISH, k=r.randint(25, 90))
            text = ' '.join(words).capitalize() + '.'
        half = len(text) // 2
        link = '<a href="https://site%d.example/%d?a=1&amp;b=2">' % (
            r.randint(1, 9999), r.randint(1, 9999))
        form = r.randrange(10)
        if form < 5:
            return '<p>%s</p>\n' % text
        if form < 7:
            return '<p>%s %s%s</a></p>\n' % (text[:half], link, text[half:])
        if form == 7:
            return '<ul><li>%s</li><li>%s</li></ul>\n' % (
                text[:half], text[half:])
        if form == 8:
            return ('<p><img src="https://site1.example/%d.jpg" alt=""/>%s</p>'
                    '\n' % (r.randint(1, 999), text))
        return '<blockquote><strong>%s</strong><em>%s</em></blockquote>\n' % (
            text[:half], text[half:])

    @staticmethod
    def event(r, chinese, number):
        """Its name, and a sentence with its days and its place."""
        kind, topic, town = r.choice(KINDS), r.choice(TOPICS), r.choice(TOWNS)
        month, day = r.randint(1, 12), r.randint(1, 26)
        last = day + r.randint(0, 2)
        if chinese:
            return ('第%d届%s%s%s' % (number % 40 + 1, town[1], topic[1],
                                     kind[1]),
                    '<p>会议将于2026年%d月%d日至%d日在%s国际会议中心举行。</p>\n'
                    % (month, day, last, town[1]))
        return ('%s %s on %s %d' % (town[0], kind[0], topic[0].title(),
                                    2000 + number % 27),
                '<p>It takes place on %d-%d %s 2026 at the %s Congress Centre,'
                ' %s.</p>\n' % (day, last, MONTHS[month - 1], town[0], town[0]))

    def item(self, feed, number, chinese):
        r = random.Random(feed << 20 ^ number)
        topic = r.choice(TOPICS)[chinese]
        title = ('%s：%s工作取得新进展（%d-%d）' if chinese else
                 '%s: progress on %s (%d-%d)') % (
                     r.choice(OFFICES)[chinese], topic, feed, number)
        body = []
        if r.random() < .25:
            own = r.random() > 1 / 6
            seed = feed << 20 ^ number if own else r.randrange(SHARED_EVENTS)
            title, said = self.event(random.Random(seed), chinese, seed)
            body.append(said)
        size = min(8000, max(1000, int(r.lognormvariate(7.8, .65))))
        while sum(map(len, body)) * (3 if chinese else 1) < size:
            body.append(r.choice(self.paragraphs[chinese]))
        return ('https://site%d.example/news/%d' % (feed, number), title,
                ''.join(body), BEGIN + number * 7200 + feed % 7200)

    def rss(self, feed, items, chinese, encoding):
        out = ['<?xml version="1.0" encoding="%s"?>\n<rss version="2.0" '
               'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
               '<channel><title>News %d</title>'
               '<link>https://site%d.example/</link>'
               '<description>News</description><language>%s</language>\n' % (
                   encoding, feed, feed, 'zh' if chinese else 'en')]
        for url, title, body, at in items:
            date = time.strftime('%a, %d %b %Y %H:%M:%S +0000',
                                 time.gmtime(at))
            text = ('<content:encoded><![CDATA[%s]]></content:encoded>' % body
                    if feed % 3 else
                    '<description>%s</description>' % escape(body))
            out.append('<item><title>%s</title><link>%s</link><guid>%s</guid>'
                       '<pubDate>%s</pubDate>%s</item>\n' % (
                           escape(title), url, url, date, text))
        return ''.join(out) + '</channel></rss>\n'

    def atom(self, feed, items, chinese, encoding):
        out = ['<?xml version="1.0" encoding="%s"?>\n<feed xml:lang="%s" '
               'xmlns="http://www.w3.org/2005/Atom"><title>News %d</title>'
               '<id>tag:site%d.example,2026:news</id>\n' % (
                   encoding, 'zh' if chinese else 'en', feed, feed)]
        for url, title, body, at in items:
            date = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(at))
            out.append('<entry><title>%s</title><link href="%s"/><id>%s</id>'
                       '<updated>%s</updated><content type="html">%s</content>'
                       '</entry>\n' % (escape(title), url, url, date,
                                       escape(body)))
        return ''.join(out) + '</feed>\n'

    @staticmethod
    def path(feed):
        return '%03d/%06d.xml' % (feed // 1000, feed)

    def write(self, feed, more, at):
        """The feed with `more` items added since the first round."""
        r = random.Random(feed)
        chinese = int(r.random() < 1 / 3)
        encoding = 'GBK' if chinese and r.random() < .2 else 'UTF-8'
        form = self.atom if r.random() < 1 / 3 else self.rss
        n = r.randint(10, 50)
        items = [self.item(feed, k, chinese)
                 for k in range(n + more - 1, more - 1, -1)]
        data = form(feed, items, chinese, encoding).encode(encoding)
        path = os.path.join(self.folder, self.path(feed))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        for name, content in ((path, data),
                              (path + '.gz', gzip.compress(data, 6, mtime=0))):
            with open(name, 'wb') as f:
                f.write(content)
            os.utime(name, (at, at))

    def begin(self):
        for feed in range(self.feeds):
            self.write(feed, 0, BEGIN)

    def change(self, rounds, percent):
        """The feeds that another round changes, after `rounds` before it."""
        changed = random.Random(rounds).sample(
            range(self.feeds), max(1, int(self.feeds * percent / 100)))
        for feed in changed:
            more = sum(1 + (feed + k) % 3 for k in range(rounds))
            self.write(feed, more, BEGIN + rounds * HOUR)
        return len(changed)


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('folder')
    p.add_argument('feeds', type=int)
    p.add_argument('--round', type=int, default=0)
    p.add_argument('--percent', type=float, default=5)
    a = p.parse_args()
    corpus = Corpus(a.folder, a.feeds)
    if a.round == 0:
        corpus.begin()
    else:
        corpus.change(a.round, a.percent)


if __name__ == '__main__':
    main()
