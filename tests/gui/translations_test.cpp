#include <QFile>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>

namespace unroll::ui {

/// The German texts are whole: nothing unfinished, and each keeps the places of its source.
class TranslationsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyTextIsTranslatedAndKeepsItsPlaces() {
    QFile file(QStringLiteral(UNROLL_SOURCE_DIR "/resources/studio/unroll_de.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    int texts = 0;
    QString source;
    QStringList wrong;
    while (!xml.atEnd()) {
      if (xml.readNext() != QXmlStreamReader::StartElement) continue;
      if (xml.name() == QLatin1String("source")) {
        source = xml.readElementText();
        ++texts;
      } else if (xml.name() == QLatin1String("translation")) {
        if (xml.attributes().value(QLatin1String("type")) == QLatin1String("unfinished"))
          wrong.append(QStringLiteral("not translated: ") + source);
        const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
        if (text.isEmpty() || places(text) != places(source))
          wrong.append(QStringLiteral("'%1' became '%2'").arg(source, text));
      }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    QVERIFY(texts > 500);
  }

 private:
  static QSet<QString> places(const QString& text) {
    static const QRegularExpression kPlace(QStringLiteral("%L?(\\d|n)"));
    QSet<QString> found;
    for (auto match = kPlace.globalMatch(text); match.hasNext();)
      found.insert(match.next().captured());
    return found;
  }
};

}  // namespace unroll::ui

QTEST_GUILESS_MAIN(unroll::ui::TranslationsTest)
#include "translations_test.moc"
