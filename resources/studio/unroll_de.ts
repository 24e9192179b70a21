<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>Pages</name>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>The window of Unroll: train, look, compare, export.</source>
        <translation>Das Fenster von Unroll: trainieren, ansehen, vergleichen, exportieren.</translation>
    </message>
    <message>
        <source>Page to show: data, train, samples, compare or jobs.</source>
        <translation>Seite, die gezeigt wird: data, train, samples, compare oder jobs.</translation>
    </message>
    <message>
        <source>Write a picture of the window once it is loaded; leave.</source>
        <translation>Ein Bild des Fensters schreiben, sobald es geladen ist, und enden.</translation>
    </message>
    <message>
        <source>Size of the window.</source>
        <translation>Größe des Fensters.</translation>
    </message>
    <message>
        <source>Colours, for this time.</source>
        <translation>Farben, nur dieses Mal.</translation>
    </message>
    <message>
        <source>Size of the contents: 1 to 3.</source>
        <translation>Größe des Inhalts: 1 bis 3.</translation>
    </message>
    <message>
        <source>Settings file in place of the user&apos;s own.</source>
        <translation>Einstellungsdatei anstelle der eigenen.</translation>
    </message>
    <message>
        <source>Open the sample project, made when it is not there.</source>
        <translation>Das Beispielprojekt öffnen; es wird angelegt, wenn es fehlt.</translation>
    </message>
    <message>
        <source>--size takes WxH, for example 1440x900.</source>
        <translation>--size verlangt BxH, zum Beispiel 1440x900.</translation>
    </message>
    <message>
        <source>--theme takes dark or light.</source>
        <translation>--theme verlangt dark oder light.</translation>
    </message>
    <message>
        <source>--scale takes a number from 0.5 to 4.</source>
        <translation>--scale verlangt eine Zahl von 0.5 bis 4.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no project folder: it holds no project.json; make one with &apos;unroll new&apos; or in the window.</source>
        <translation>„%1“ ist kein Projektordner, denn er enthält keine project.json; lege einen mit „unroll new“ oder im Fenster an.</translation>
    </message>
    <message>
        <source>There is no page &apos;%1&apos;: choose one of %2.</source>
        <translation>Es gibt keine Seite „%1“: wähle eine von %2.</translation>
    </message>
    <message>
        <source>Project folder to open, a file of it, or a packed model.</source>
        <translation>Projektordner, der geöffnet wird, eine Datei daraus, oder ein gepacktes Modell.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>%L1 s</source>
        <translation>%L1 s</translation>
    </message>
    <message>
        <source>%L1 min</source>
        <translation>%L1 min</translation>
    </message>
    <message>
        <source>%L1 h %2 min</source>
        <translation>%L1 h %2 min</translation>
    </message>
    <message>
        <source>%L1 d %2 h</source>
        <translation>%L1 T %2 h</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>The stage needs %1 pixels, which is no whole part of the stored %2: import again at a size it divides.</source>
        <translation>Die Stufe braucht %1 Pixel, das ist kein ganzer Teil der gespeicherten %2: importiere noch einmal in einer Größe, die sie teilt.</translation>
    </message>
    <message>
        <source>This clip has %L1 frames, the stage&apos;s window reaches over %L2: the clip is left out of its training.</source>
        <translation>Dieser Clip hat %L1 Bilder, das Fenster der Stufe reicht über %L2: er bleibt aus ihrem Training heraus.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>recipe</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Reproduces</source>
        <translation>Stellt nach</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Latent</source>
        <translation>Latente Breite</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>Preview every</source>
        <translation>Vorschau alle</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>Zwischenstand alle</translation>
    </message>
    <message>
        <source>Checkpoint minutes</source>
        <translation>Zwischenstand nach Minuten</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>Messen alle</translation>
    </message>
    <message>
        <source>Best by</source>
        <translation>Bester nach</translation>
    </message>
    <message>
        <source>Log every</source>
        <translation>Kurvenpunkt alle</translation>
    </message>
    <message>
        <source>Keep last</source>
        <translation>Neueste behalten</translation>
    </message>
    <message>
        <source>Standing batches</source>
        <translation>Stapel der Statistik</translation>
    </message>
    <message>
        <source>Truncation</source>
        <translation>Beschneidung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Temporal stride</source>
        <translation>Zeitlicher Faktor</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Critic channels</source>
        <translation>Kanäle der Kritiker</translation>
    </message>
    <message>
        <source>Temporal</source>
        <translation>Zeitliche Einheit</translation>
    </message>
    <message>
        <source>Learnt initial state</source>
        <translation>Gelernter Anfangszustand</translation>
    </message>
    <message>
        <source>Burn in</source>
        <translation>Vorlauf</translation>
    </message>
    <message>
        <source>Late start</source>
        <translation>Später Anfang</translation>
    </message>
    <message>
        <source>Spatial critic</source>
        <translation>Bildkritiker</translation>
    </message>
    <message>
        <source>Temporal critic</source>
        <translation>Zeitkritiker</translation>
    </message>
    <message>
        <source>Temporal pool</source>
        <translation>Zeitkritiker halb so groß</translation>
    </message>
    <message>
        <source>Motion gain</source>
        <translation>Bewegungsverstärkung</translation>
    </message>
    <message>
        <source>Matching critic</source>
        <translation>Paarkritiker</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Accumulation</source>
        <translation>Aufsummierung</translation>
    </message>
    <message>
        <source>Critic steps</source>
        <translation>Kritikerschritte</translation>
    </message>
    <message>
        <source>Spatial frames</source>
        <translation>Bilder des Bildkritikers</translation>
    </message>
    <message>
        <source>Generator rate</source>
        <translation>Lernrate des Generators</translation>
    </message>
    <message>
        <source>Critic rate</source>
        <translation>Lernrate der Kritiker</translation>
    </message>
    <message>
        <source>Beta1</source>
        <translation>Beta1</translation>
    </message>
    <message>
        <source>Beta2</source>
        <translation>Beta2</translation>
    </message>
    <message>
        <source>Adam epsilon</source>
        <translation>Epsilon von Adam</translation>
    </message>
    <message>
        <source>Variety weight</source>
        <translation>Gewicht der Vielfalt</translation>
    </message>
    <message>
        <source>Ema decay</source>
        <translation>Abklingen des Mittels</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Rechengenauigkeit</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>Spiegelung</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>Cutout</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Conditioning</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über das Rezept</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Critics</source>
        <translation>Kritiker</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Anreicherung</translation>
    </message>
    <message>
        <source>Name of the recipe.</source>
        <translation>Name des Rezepts.</translation>
    </message>
    <message>
        <source>What it is, in a sentence.</source>
        <translation>Was es ist, in einem Satz.</translation>
    </message>
    <message>
        <source>Which figure or baseline it stands for.</source>
        <translation>Für welche Abbildung oder welchen Bezug es steht.</translation>
    </message>
    <message>
        <source>Number of classes; 0 takes as many as the data has, 1 is unconditional.</source>
        <translation>Anzahl der Klassen; 0 nimmt so viele, wie die Daten haben, 1 ist ohne Klassen.</translation>
    </message>
    <message>
        <source>Width of the noise z and of the class embedding.</source>
        <translation>Breite des Rauschens z und der Klasseneinbettung.</translation>
    </message>
    <message>
        <source>Frame rate of the last stage and of the stored data.</source>
        <translation>Bildrate der letzten Stufe und der gespeicherten Daten.</translation>
    </message>
    <message>
        <source>The one number that every stream of random numbers is made from.</source>
        <translation>Die eine Zahl, aus der jeder Strom von Zufallszahlen entsteht.</translation>
    </message>
    <message>
        <source>Steps between previews; 0 is never.</source>
        <translation>Schritte zwischen Vorschauen; 0 ist nie.</translation>
    </message>
    <message>
        <source>Steps between checkpoints; 0 is only by time and at the end.</source>
        <translation>Schritte zwischen Zwischenständen; 0 ist nur nach Zeit und am Ende.</translation>
    </message>
    <message>
        <source>Longest time between checkpoints; 0 is only by steps.</source>
        <translation>Längste Zeit zwischen Zwischenständen; 0 ist nur nach Schritten.</translation>
    </message>
    <message>
        <source>Steps between measures; 0 is never.</source>
        <translation>Schritte zwischen Messungen; 0 ist nie.</translation>
    </message>
    <message>
        <source>The measure, of those made while training, whose best checkpoint is kept.</source>
        <translation>Die Messgröße, von denen im Training, deren bester Zwischenstand behalten wird.</translation>
    </message>
    <message>
        <source>Steps between points of the curves.</source>
        <translation>Schritte zwischen den Punkten der Kurven.</translation>
    </message>
    <message>
        <source>Newest checkpoints kept, besides the best, the starred and ever older ones.</source>
        <translation>Neueste Zwischenstände, die bleiben, neben dem besten, den gemerkten und immer älteren.</translation>
    </message>
    <message>
        <source>Batches from which batch-norm statistics are estimated again for the averaged weights.</source>
        <translation>Stapel, aus denen die Statistik der Stapelnormierung für die gemittelten Gewichte neu geschätzt wird.</translation>
    </message>
    <message>
        <source>Noise beyond this is drawn again when sampling; 0 is no truncation.</source>
        <translation>Rauschen jenseits davon wird beim Ziehen von Proben neu gezogen; 0 beschneidet nicht.</translation>
    </message>
    <message>
        <source>Height and width of the stage&apos;s frames.</source>
        <translation>Höhe und Breite der Bilder der Stufe.</translation>
    </message>
    <message>
        <source>Frames this stage makes for each frame of the stage below.</source>
        <translation>Bilder, die diese Stufe für jedes Bild der Stufe darunter macht.</translation>
    </message>
    <message>
        <source>Frames of a training window at this stage&apos;s own rate.</source>
        <translation>Bilder eines Trainingsfensters bei der Bildrate dieser Stufe.</translation>
    </message>
    <message>
        <source>Width of the generator (the papers&apos; ch).</source>
        <translation>Breite des Generators (ch in den Veröffentlichungen).</translation>
    </message>
    <message>
        <source>Width of the critics.</source>
        <translation>Breite der Kritiker.</translation>
    </message>
    <message>
        <source>What carries the picture from frame to frame.</source>
        <translation>Was das Bild von einem zum nächsten trägt.</translation>
    </message>
    <message>
        <source>The first state of the ConvGRU is learnt; otherwise it is zero.</source>
        <translation>Der erste Zustand der ConvGRU wird gelernt; sonst ist er null.</translation>
    </message>
    <message>
        <source>Frames made before the first one that is shown.</source>
        <translation>Bilder, die vor dem ersten gezeigten gemacht werden.</translation>
    </message>
    <message>
        <source>Training windows of a recurrent stage 1 begin up to this many frames later, at random, so that the critics see how a long video goes on; the frames before are made without gradients. It grows from 0 over the first half of the training. Other stages have no use for it.</source>
        <translation>Trainingsfenster einer rekurrenten Stufe 1 beginnen zufällig um bis zu so viele Bilder später, damit die Kritiker sehen, wie ein langes Video weitergeht; die Bilder davor entstehen ohne Gradienten. Es wächst über die erste Hälfte des Trainings von 0 an. Andere Stufen brauchen es nicht.</translation>
    </message>
    <message>
        <source>A critic judges single frames.</source>
        <translation>Ein Kritiker beurteilt einzelne Bilder.</translation>
    </message>
    <message>
        <source>A critic judges the motion of whole windows.</source>
        <translation>Ein Kritiker beurteilt die Bewegung ganzer Fenster.</translation>
    </message>
    <message>
        <source>The temporal critic sees clips at half their height and width. Switch it off for stages of 16 pixels or so, where half of them hides small motion.</source>
        <translation>Der Zeitkritiker sieht Clips in halber Höhe und Breite. Schalte es bei Stufen um 16 Pixel aus, wo die Hälfte davon kleine Bewegung verbirgt.</translation>
    </message>
    <message>
        <source>The temporal critic also sees the differences of successive frames, this many times enlarged, so that a clip at rest is told from one that hardly moves; 0 leaves them out.</source>
        <translation>Der Zeitkritiker sieht auch die Unterschiede aufeinander folgender Bilder, so vielfach verstärkt, damit sich ein ruhender Clip von einem unterscheidet, der sich kaum bewegt; 0 lässt sie weg.</translation>
    </message>
    <message>
        <source>A critic judges whether the window belongs to that of the stage below.</source>
        <translation>Ein Kritiker beurteilt, ob das Fenster zu dem der Stufe darunter gehört.</translation>
    </message>
    <message>
        <source>Generator steps to train for.</source>
        <translation>Generatorschritte, die trainiert werden.</translation>
    </message>
    <message>
        <source>Clips of one forward pass.</source>
        <translation>Clips eines Durchgangs.</translation>
    </message>
    <message>
        <source>Forward passes whose gradients are added up for one optimiser step.</source>
        <translation>Durchgänge, deren Gradienten für einen Schritt des Optimierers summiert werden.</translation>
    </message>
    <message>
        <source>Critic steps for each generator step.</source>
        <translation>Kritikerschritte je Generatorschritt.</translation>
    </message>
    <message>
        <source>Frames of each clip, drawn at random, that the spatial critic sees.</source>
        <translation>Zufällig gezogene Bilder jedes Clips, die der Bildkritiker sieht.</translation>
    </message>
    <message>
        <source>Learning rate of the generator.</source>
        <translation>Lernrate des Generators.</translation>
    </message>
    <message>
        <source>Learning rate of the critics.</source>
        <translation>Lernrate der Kritiker.</translation>
    </message>
    <message>
        <source>Adam&apos;s decay of the first moment.</source>
        <translation>Abklingen des ersten Moments bei Adam.</translation>
    </message>
    <message>
        <source>Adam&apos;s decay of the second moment.</source>
        <translation>Abklingen des zweiten Moments bei Adam.</translation>
    </message>
    <message>
        <source>Adam&apos;s epsilon.</source>
        <translation>Epsilon von Adam.</translation>
    </message>
    <message>
        <source>Loss of stage 1 for clips of a class that are more alike than real ones are; 0 leaves it out. Other stages have no use for it.</source>
        <translation>Verlust der Stufe 1 für Clips einer Klasse, die einander ähnlicher sind als echte; 0 lässt ihn weg. Andere Stufen brauchen ihn nicht.</translation>
    </message>
    <message>
        <source>Decay of the averaged generator that samples are made with.</source>
        <translation>Abklingen des gemittelten Generators, mit dem Proben gemacht werden.</translation>
    </message>
    <message>
        <source>Arithmetic of the networks; bfloat16 needs CUDA.</source>
        <translation>Rechenart der Netze; bfloat16 braucht CUDA.</translation>
    </message>
    <message>
        <source>Probability that a window is mirrored left to right.</source>
        <translation>Wahrscheinlichkeit, dass ein Fenster seitenverkehrt wird.</translation>
    </message>
    <message>
        <source>Largest random shift.</source>
        <translation>Größte zufällige Verschiebung.</translation>
    </message>
    <message>
        <source>Side of the square that is removed.</source>
        <translation>Seite des Quadrats, das entfernt wird.</translation>
    </message>
    <message>
        <source>Strength of random brightness, saturation, contrast.</source>
        <translation>Stärke von zufälliger Helligkeit, Sättigung, Kontrast.</translation>
    </message>
    <message>
        <source>Which windows of the stage below this stage learns from: of the data, made by that stage, or a mixture with P of them made.</source>
        <translation>Von welchen Fenstern der Stufe darunter diese Stufe lernt: denen der Daten, von jener Stufe gemachten, oder einer Mischung, davon der Anteil P gemacht.</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>frames per second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>checkpoints</source>
        <translation>Zwischenstände</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>standard deviations</source>
        <translation>Standardabweichungen</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>of the size</source>
        <translation>der Größe</translation>
    </message>
    <message>
        <source>real, generated or mixed:P with P from 0 to 1</source>
        <translation>real, generated oder mixed:P mit P von 0 bis 1</translation>
    </message>
    <message>
        <source>letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos;, 64 at most</source>
        <translation>Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64</translation>
    </message>
    <message>
        <source>How the last layers see the stage below between its frames: each frame repeated, or going over into the next one, so that motion does not stutter.</source>
        <translation>Wie die letzten Schichten die Stufe darunter zwischen deren Bildern sehen: jedes Bild wiederholt oder in das nächste übergehend, damit Bewegung nicht ruckelt.</translation>
    </message>
    <message>
        <source>Time interpolation</source>
        <translation>Übergang zwischen Bildern</translation>
    </message>
</context>
<context>
    <name>unroll::ui</name>
    <message>
        <source>Name a file to write.</source>
        <translation>Gib eine Datei an, die geschrieben werden soll.</translation>
    </message>
    <message>
        <source>There is no folder &apos;%1&apos;: make it first or choose another.</source>
        <translation>Den Ordner „%1“ gibt es nicht: lege ihn an oder wähle einen anderen.</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; cannot be written to: choose another.</source>
        <translation>In den Ordner „%1“ kann nicht geschrieben werden: wähle einen anderen.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is there already: choose another name.</source>
        <translation>„%1“ gibt es schon: wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>A job in the queue will write &apos;%1&apos;: choose another name.</source>
        <translation>Ein Auftrag in der Reihe wird „%1“ schreiben: wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>The name of a %1 ends in &apos;.%2&apos;: add it.</source>
        <translation>Der Name von %1 endet auf „.%2“: füge es an.</translation>
    </message>
    <message>
        <source>The picture would be %1 x %2 pixels and %3 is the most for a side: choose a smaller scale or fewer videos.</source>
        <translation>Das Bild würde %1 x %2 Pixel groß, und %3 ist das Größte für eine Seite: wähle eine kleinere Vergrößerung oder weniger Videos.</translation>
    </message>
    <message>
        <source>Web video has even sides: a column or row of the picture is repeated once.</source>
        <translation>Web-Video hat gerade Seiten: eine Spalte oder Zeile des Bilds wird einmal wiederholt.</translation>
    </message>
    <message>
        <source>Web video halves the resolution of colour, which shows on small pictures: a scale of 2 or more avoids it.</source>
        <translation>Web-Video halbiert die Auflösung der Farben, was man kleinen Bildern ansieht: eine Vergrößerung ab 2 vermeidet es.</translation>
    </message>
    <message>
        <source>A GIF shows at most %1 frames per second and this would have %2: lower the frame rate.</source>
        <translation>Ein GIF zeigt höchstens %1 Bilder je Sekunde, und dieses hätte %2: senke die Bildrate.</translation>
    </message>
    <message>
        <source>A GIF of %1 frames is large and slow to open: web video is far smaller.</source>
        <translation>Ein GIF von %1 Bildern ist groß und öffnet langsam: Web-Video ist weit kleiner.</translation>
    </message>
    <message>
        <source>Only a GIF can be shown for ever: choose how often the video is repeated.</source>
        <translation>Nur ein GIF kann endlos laufen: wähle, wie oft das Video wiederholt wird.</translation>
    </message>
    <message>
        <source>Web video (MP4)</source>
        <translation>Web-Video (MP4)</translation>
    </message>
    <message>
        <source>Lossless video</source>
        <translation>Verlustfreies Video</translation>
    </message>
    <message>
        <source>GIF</source>
        <translation>GIF</translation>
    </message>
    <message>
        <source>PNG pictures</source>
        <translation>PNG-Bilder</translation>
    </message>
    <message>
        <source>H.264 in MP4; plays in every browser and player.</source>
        <translation>H.264 in MP4; läuft in jedem Browser und Abspieler.</translation>
    </message>
    <message>
        <source>H.264 RGB without loss: the same bits back, for measuring. Not every player shows it.</source>
        <translation>H.264 RGB ohne Verlust: dieselben Bits zurück, zum Messen. Nicht jeder Abspieler zeigt es.</translation>
    </message>
    <message>
        <source>256 colours for the whole video; for pages that show no video.</source>
        <translation>256 Farben für das ganze Video; für Seiten, die kein Video zeigen.</translation>
    </message>
    <message>
        <source>A folder with one picture for each frame.</source>
        <translation>Ein Ordner mit einem Bild für jedes Einzelbild.</translation>
    </message>
    <message>
        <source>Run &apos;%1&apos; has no checkpoint yet: train it first.</source>
        <translation>Lauf „%1“ hat noch keinen Zwischenstand: trainiere ihn zuerst.</translation>
    </message>
    <message>
        <source>Stage %1 of run &apos;%2&apos; is not trained yet: train it or export an earlier stage.</source>
        <translation>Stufe %1 von Lauf „%2“ ist noch nicht trainiert: trainiere sie oder exportiere eine frühere.</translation>
    </message>
    <message>
        <source>A pair needs a trained second stage: export stage 1 instead.</source>
        <translation>Ein Paar braucht eine trainierte zweite Stufe: exportiere stattdessen Stufe 1.</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>Wartet, bis er dran ist</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>%1 is done.</source>
        <translation>%1 ist fertig.</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 ist gescheitert: %2</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>No program opens &apos;%1&apos;: open it from your file manager.</source>
        <translation>Kein Programm öffnet „%1“: öffne es in deinem Dateimanager.</translation>
    </message>
    <message>
        <source>%1 is better in %2</source>
        <translation>%1 ist besser in %2</translation>
    </message>
    <message>
        <source>no clear difference in %1</source>
        <translation>kein klarer Unterschied in %1</translation>
    </message>
    <message>
        <source>%1 (95 % intervals from %2 draws).</source>
        <translation>%1 (95-%-Intervalle aus %2 Ziehungen).</translation>
    </message>
    <message>
        <source>R</source>
        <translation>E</translation>
    </message>
    <message>
        <source>S%1</source>
        <translation>S%1</translation>
    </message>
    <message>
        <source>Real</source>
        <translation>Echt</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>No clear difference in %1</source>
        <translation>Kein klarer Unterschied in %1</translation>
    </message>
    <message>
        <source>Visually lossless</source>
        <translation>Ohne sichtbaren Verlust</translation>
    </message>
    <message>
        <source>H.264 in full colour, no difference to be seen; for editors and most players.</source>
        <translation>H.264 mit voller Farbauflösung, ohne sichtbaren Unterschied; für Schnittprogramme und die meisten Player.</translation>
    </message>
    <message>
        <source>on stage %1 at step %2</source>
        <translation>auf Stufe %1 bei Schritt %2</translation>
    </message>
    <message>
        <source>%1 made and %2 real clips of %3 frames, %4 x %4 pixels</source>
        <translation>%1 gemachte und %2 echte Clips von %3 Bildern, %4 x %4 Pixel</translation>
    </message>
    <message>
        <source>Motion along a window</source>
        <translation>Bewegung entlang eines Fensters</translation>
    </message>
    <message>
        <source>Motion over the unroll</source>
        <translation>Bewegung über das Abrollen</translation>
    </message>
    <message>
        <source>Optical flow along a window</source>
        <translation>Optischer Fluss entlang eines Fensters</translation>
    </message>
    <message>
        <source>Share of fine detail along a window</source>
        <translation>Anteil feiner Einzelheiten entlang eines Fensters</translation>
    </message>
    <message>
        <source>Fine detail along a window</source>
        <translation>Feine Einzelheiten entlang eines Fensters</translation>
    </message>
    <message>
        <source>Fine detail over the unroll</source>
        <translation>Feine Einzelheiten über das Abrollen</translation>
    </message>
    <message>
        <source>Grounding over the unroll</source>
        <translation>Bindung an die Stufe darunter über das Abrollen</translation>
    </message>
    <message>
        <source>Grounding over the unroll, by structure</source>
        <translation>Bindung an die Stufe darunter über das Abrollen, nach Struktur</translation>
    </message>
    <message>
        <source>levels of 255 a frame</source>
        <translation>Stufen von 255 je Bild</translation>
    </message>
    <message>
        <source>pixels a frame</source>
        <translation>Pixel je Bild</translation>
    </message>
    <message>
        <source>share of the power</source>
        <translation>Anteil an der Leistung</translation>
    </message>
    <message>
        <source>%1: %2 frames of %3 x %3 pixels</source>
        <translation>%1: %2 Bilder von %3 x %3 Pixeln</translation>
    </message>
    <message>
        <source>These runs cannot be compared by number: their clips differ in shape (%1).</source>
        <translation>Diese Läufe lassen sich nicht in Zahlen vergleichen: ihre Clips haben verschiedene Maße (%1).</translation>
    </message>
    <message>
        <source>Points of this curve were measured in different ways: their heights cannot be compared.</source>
        <translation>Punkte dieser Kurve wurden auf verschiedene Weise gemessen: ihre Höhen lassen sich nicht vergleichen.</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eines von %1</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>an oder aus</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>eine ganze Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>a number above %1 and up to %2</source>
        <translation>eine Zahl über %1 und bis %2</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>eine Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>a text of at most %1 bytes</source>
        <translation>ein Text von höchstens %1 Bytes</translation>
    </message>
    <message>
        <source>There is no trainer of this run that could be stopped: it has ended already.</source>
        <translation>Es gibt keinen Trainer dieses Laufs, der beendet werden könnte: er ist schon fort.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>%1 was written.</source>
        <translation>%1 wurde geschrieben.</translation>
    </message>
    <message>
        <source>This run is being trained on the machine &apos;%1&apos;: stop it there.</source>
        <translation>Dieser Lauf wird auf dem Rechner &apos;%1&apos; trainiert: dort beenden.</translation>
    </message>
    <message>
        <source>The trainer (process %1) could not be stopped: %2; it goes on.</source>
        <translation>Der Trainer (Prozess %1) ließ sich nicht beenden: %2; er läuft weiter.</translation>
    </message>
    <message>
        <source>FVD</source>
        <translation>FVD</translation>
    </message>
    <message>
        <source>How far the made clips are from real ones, by what an I3D network sees in them: the number that papers give.</source>
        <translation>Wie weit die gemachten Clips von echten entfernt sind, nach dem, was ein I3D-Netz in ihnen sieht: die Zahl, die in Veröffentlichungen steht.</translation>
    </message>
    <message>
        <source>FID of frames</source>
        <translation>FID der Bilder</translation>
    </message>
    <message>
        <source>How far single made frames are from real ones, by what a network sees in them; motion does not count.</source>
        <translation>Wie weit einzelne gemachte Bilder von echten entfernt sind, nach dem, was ein Netz in ihnen sieht; Bewegung zählt nicht.</translation>
    </message>
    <message>
        <source>Fréchet distance</source>
        <translation>Fréchet-Abstand</translation>
    </message>
    <message>
        <source>How far the made clips are from real ones, by mean and spread of what a network sees in them.</source>
        <translation>Wie weit die gemachten Clips von echten entfernt sind, nach Mittel und Streuung dessen, was ein Netz in ihnen sieht.</translation>
    </message>
    <message>
        <source>Kernel distance</source>
        <translation>Kernel-Abstand</translation>
    </message>
    <message>
        <source>How far the made clips are from real ones, clip by clip; steadier than the Fréchet distance with few clips.</source>
        <translation>Wie weit die gemachten Clips von echten entfernt sind, Clip für Clip; bei wenigen Clips ruhiger als der Fréchet-Abstand.</translation>
    </message>
    <message>
        <source>Inception Score</source>
        <translation>Inception Score</translation>
    </message>
    <message>
        <source>High when each clip clearly belongs to one class and all classes occur.</source>
        <translation>Hoch, wenn jeder Clip klar zu einer Klasse gehört und alle Klassen vorkommen.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Präzision</translation>
    </message>
    <message>
        <source>Share of made clips that look like some real one.</source>
        <translation>Anteil der gemachten Clips, die irgendeinem echten ähneln.</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Ausbeute</translation>
    </message>
    <message>
        <source>Share of real clips that look like some made one: variety.</source>
        <translation>Anteil der echten Clips, die irgendeinem gemachten ähneln: die Vielfalt.</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>How many real clips are near each made one, beside how many are near each other.</source>
        <translation>Wie viele echte Clips nahe an jedem gemachten liegen, gemessen daran, wie viele nahe beieinander liegen.</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>Share of real clips that have a made one nearby.</source>
        <translation>Anteil der echten Clips, in deren Nähe ein gemachter liegt.</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>Fine detail</source>
        <translation>Feine Einzelheiten</translation>
    </message>
    <message>
        <source>Power of the finest detail in the frames, beside real ones: below 0 is blurred, above is noisy or too sharp.</source>
        <translation>Leistung der feinsten Einzelheiten in den Bildern, gemessen an echten: unter 0 ist verwischt, darüber verrauscht oder zu scharf.</translation>
    </message>
    <message>
        <source>Change from frame to frame</source>
        <translation>Änderung von Bild zu Bild</translation>
    </message>
    <message>
        <source>How much a pixel changes between two frames: 0 stands still.</source>
        <translation>Wie stark sich ein Bildpunkt zwischen zwei Bildern ändert: 0 steht still.</translation>
    </message>
    <message>
        <source>levels of 255</source>
        <translation>Stufen von 255</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>How far things move between two frames, by optical flow.</source>
        <translation>Wie weit sich etwas zwischen zwei Bildern bewegt, nach dem optischen Fluss.</translation>
    </message>
    <message>
        <source>Keeps to the stage below</source>
        <translation>Hält sich an die Stufe darunter</translation>
    </message>
    <message>
        <source>How alike a stage&apos;s clip, made small, is to the clip it was made from.</source>
        <translation>Wie ähnlich der verkleinerte Clip einer Stufe dem Clip ist, aus dem er gemacht wurde.</translation>
    </message>
    <message>
        <source>How alike a stage&apos;s clip is to the small clip of another seed: what &apos;keeps to the stage below&apos; must be well above.</source>
        <translation>Wie ähnlich der Clip einer Stufe dem kleinen Clip einer anderen Startzahl ist: „Hält sich an die Stufe darunter“ muss deutlich höher sein.</translation>
    </message>
    <message>
        <source>Keeps to the stage below, structure</source>
        <translation>Hält sich an die Stufe darunter, Struktur</translation>
    </message>
    <message>
        <source>The same by edges and structure (SSIM): 1 is the same picture.</source>
        <translation>Dasselbe nach Kanten und Struktur (SSIM): 1 ist das gleiche Bild.</translation>
    </message>
    <message>
        <source>Distance of two clips</source>
        <translation>Abstand zweier Clips</translation>
    </message>
    <message>
        <source>How different two made clips are: near 0 they are all alike.</source>
        <translation>Wie verschieden zwei gemachte Clips sind: nahe 0 sind alle gleich.</translation>
    </message>
    <message>
        <source>Distance to the nearest real clip</source>
        <translation>Abstand zum nächsten echten Clip</translation>
    </message>
    <message>
        <source>Far below what real clips have among themselves, the training clips were learned by heart.</source>
        <translation>Liegt er weit unter dem der echten Clips untereinander, wurden die Trainingsclips auswendig gelernt.</translation>
    </message>
    <message>
        <source>Jump between windows</source>
        <translation>Sprung zwischen Fenstern</translation>
    </message>
    <message>
        <source>Change where training windows would meet in a long video, over the change elsewhere: above 1 a seam is seen.</source>
        <translation>Änderung dort, wo in einem langen Video Trainingsfenster aufeinanderträfen, geteilt durch die Änderung anderswo: über 1 sieht man eine Naht.</translation>
    </message>
    <message>
        <source>Spatial critic</source>
        <translation>Bildkritiker</translation>
    </message>
    <message>
        <source>Temporal critic</source>
        <translation>Zeitkritiker</translation>
    </message>
    <message>
        <source>Matching critic</source>
        <translation>Paarkritiker</translation>
    </message>
    <message>
        <source>lower is better</source>
        <translation>niedriger ist besser</translation>
    </message>
    <message>
        <source>higher is better</source>
        <translation>höher ist besser</translation>
    </message>
    <message>
        <source>near the real is better</source>
        <translation>nahe am Echten ist besser</translation>
    </message>
    <message>
        <source>Here of clips that repeat their first frame: looks without motion.</source>
        <translation>Hier von Clips, die ihr erstes Bild wiederholen: das Aussehen ohne Bewegung.</translation>
    </message>
    <message>
        <source>Here at the end of long videos.</source>
        <translation>Hier am Ende langer Videos.</translation>
    </message>
    <message>
        <source>%1: score of real clips</source>
        <translation>%1: Urteil über echte Clips</translation>
    </message>
    <message>
        <source>%1: score of made clips</source>
        <translation>%1: Urteil über gemachte Clips</translation>
    </message>
    <message>
        <source>What the critic says on average: it tries to keep real above 1 and made below -1.</source>
        <translation>Was der Kritiker im Mittel sagt: Er versucht, Echtes über 1 und Gemachtes unter -1 zu halten.</translation>
    </message>
    <message>
        <source>Loss of the generator</source>
        <translation>Verlust des Generators</translation>
    </message>
    <message>
        <source>What the generator tries to lower against critics that learn too: its height alone says little.</source>
        <translation>Was der Generator gegen Kritiker zu senken versucht, die auch lernen: Die Höhe allein sagt wenig.</translation>
    </message>
    <message>
        <source>Loss of the critics</source>
        <translation>Verlust der Kritiker</translation>
    </message>
    <message>
        <source>Near 0 the critics tell made from real with ease; steady is good, a jump is not.</source>
        <translation>Nahe 0 unterscheiden die Kritiker Gemachtes mühelos von Echtem; gleichmäßig ist gut, ein Sprung nicht.</translation>
    </message>
    <message>
        <source>Gradient of the generator</source>
        <translation>Gradient des Generators</translation>
    </message>
    <message>
        <source>How hard a step pulls at the weights.</source>
        <translation>Wie stark ein Schritt an den Gewichten zieht.</translation>
    </message>
    <message>
        <source>Gradient of the critics</source>
        <translation>Gradient der Kritiker</translation>
    </message>
    <message>
        <source>Time of a step</source>
        <translation>Dauer eines Schritts</translation>
    </message>
    <message>
        <source>One generator step and the critics&apos; steps before it.</source>
        <translation>Ein Schritt des Generators und die Schritte der Kritiker davor.</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Time waiting for clips</source>
        <translation>Wartezeit auf Clips</translation>
    </message>
    <message>
        <source>The part of a step in which the data was not there.</source>
        <translation>Der Teil eines Schritts, in dem die Daten noch nicht da waren.</translation>
    </message>
    <message>
        <source>Memory of the trainer</source>
        <translation>Speicher des Trainers</translation>
    </message>
    <message>
        <source>What the trainer&apos;s process holds.</source>
        <translation>Was der Prozess des Trainers belegt.</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Variety within a class</source>
        <translation>Vielfalt innerhalb einer Klasse</translation>
    </message>
    <message>
        <source>How different made clips of one class are, over how different real ones are: 1 is that of real clips, near 0 all look alike.</source>
        <translation>Wie verschieden gemachte Clips einer Klasse sind, geteilt durch die Verschiedenheit echter: 1 ist die echter Clips, nahe 0 sehen alle gleich aus.</translation>
    </message>
    <message>
        <source>In files: %1</source>
        <translation>In Dateien: %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; lies too deep for a copy: a link in it leads back up; take it out.</source>
        <translation>„%1“ liegt zu tief für eine Kopie: Eine Verknüpfung darin führt wieder nach oben; nimm sie heraus.</translation>
    </message>
    <message>
        <source>Run &apos;%1&apos; is being trained: stop it on the Train page, then save the copy.</source>
        <translation>Lauf „%1“ wird gerade trainiert: Beende ihn auf der Seite „Training“ und speichere dann die Kopie.</translation>
    </message>
    <message>
        <source>Clips are being imported into this project: wait for it, then save the copy.</source>
        <translation>In dieses Projekt werden gerade Clips importiert: Warte das ab und speichere dann die Kopie.</translation>
    </message>
    <message>
        <source>The copy was given up.</source>
        <translation>Die Kopie wurde aufgegeben.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is in the way: choose another name.</source>
        <translation>„%1“ ist im Weg: wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>A copy cannot lie within its project: choose another folder.</source>
        <translation>Eine Kopie kann nicht in ihrem eigenen Projekt liegen: wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The copy takes %1 and &apos;%2&apos; has %3 free: choose a folder on another disk.</source>
        <translation>Die Kopie braucht %1 und „%2“ hat %3 frei: wähle einen Ordner auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written: %2; choose another folder.</source>
        <translation>„%1“ kann nicht geschrieben werden: %2; wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>first frames</source>
        <translation>erste Bilder</translation>
    </message>
    <message>
        <source>last window</source>
        <translation>letztes Fenster</translation>
    </message>
    <message>
        <source>real clips</source>
        <translation>echte Clips</translation>
    </message>
    <message>
        <source>&apos;%1&apos; goes on with %2; nothing of this stage was trained yet.</source>
        <translation>„%1“ geht mit %2 weiter; von dieser Stufe wurde noch nichts trainiert.</translation>
    </message>
    <message>
        <source>The run &apos;%1&apos; begins at step %L2 of &apos;%3&apos; with %4; &apos;%3&apos; stays as it is.</source>
        <translation>Der Lauf „%1“ beginnt bei Schritt %L2 von „%3“ mit %4; „%3“ bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Go on with batches of %1</source>
        <translation>Mit je %1 Clips weiter</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>critics</source>
        <translation>Kritiker</translation>
    </message>
    <message>
        <source>real</source>
        <translation>echt</translation>
    </message>
    <message>
        <source>made</source>
        <translation>gemacht</translation>
    </message>
    <message>
        <source>whole step</source>
        <translation>ganzer Schritt</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>%1, stage %2</source>
        <translation>%1, Stufe %2</translation>
    </message>
    <message>
        <source>Likeness to another video</source>
        <translation>Ähnlichkeit mit einem anderen Video</translation>
    </message>
    <message>
        <source>while training</source>
        <translation>während des Trainings</translation>
    </message>
    <message>
        <source>Here of a few clips, taken while training: for how it goes on, not to compare with a full measurement.</source>
        <translation>Hier an wenigen Clips während des Trainings: um den Verlauf zu sehen, nicht zum Vergleich mit einer vollen Messung.</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; cannot be reached: check its links and permissions, or choose another one.</source>
        <translation>Der Ordner „%1“ ist nicht erreichbar: Prüfe seine Verknüpfungen und Rechte oder wähle einen anderen.</translation>
    </message>
    <message>
        <source>It trains stage %1 only, not the stages above it.</source>
        <translation>Er trainiert nur Stufe %1, nicht die Stufen darüber.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ActionFinder</name>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>In a plot: crosshair to the next point</source>
        <translation>In einem Diagramm: Fadenkreuz zum nächsten Punkt</translation>
    </message>
    <message>
        <source>Shift / Ctrl + Left, Right</source>
        <translation>Umschalt / Strg + Links, Rechts</translation>
    </message>
    <message>
        <source>In a plot: 10 or 100 points at once</source>
        <translation>In einem Diagramm: 10 oder 100 Punkte auf einmal</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Pos1, Ende</translation>
    </message>
    <message>
        <source>In a plot: first and last point</source>
        <translation>In einem Diagramm: erster und letzter Punkt</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>In a plot: step cursor to the crosshair</source>
        <translation>In einem Diagramm: Schrittzeiger zum Fadenkreuz</translation>
    </message>
    <message>
        <source>+, -, 0</source>
        <translation>+, -, 0</translation>
    </message>
    <message>
        <source>In a plot: zoom in, out, show all</source>
        <translation>In einem Diagramm: vergrößern, verkleinern, alles zeigen</translation>
    </message>
    <message>
        <source>Drag, Shift + drag, Ctrl + wheel</source>
        <translation>Ziehen, Umschalt + Ziehen, Strg + Rad</translation>
    </message>
    <message>
        <source>In a plot: zoom into a box, move, zoom</source>
        <translation>In einem Diagramm: in einen Kasten zoomen, verschieben, zoomen</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>In a plot: show all points</source>
        <translation>In einem Diagramm: alle Punkte zeigen</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Befehl finden</translation>
    </message>
    <message>
        <source>Name of the action</source>
        <translation>Name des Befehls</translation>
    </message>
    <message>
        <source>Type a few letters</source>
        <translation>Tippe ein paar Buchstaben</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys and what they do</source>
        <translation>Tasten und was sie tun</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Does</source>
        <translation>Tut</translation>
    </message>
</context>
<context>
    <name>unroll::ui::BlindDialog</name>
    <message>
        <source>Blind test</source>
        <translation>Blindtest</translation>
    </message>
    <message>
        <source>Pairs of clips are shown, made by both runs from the same seed. Nothing tells which is whose, and the sides change at random. Choose one of each pair; the tally comes at the end.</source>
        <translation>Gezeigt werden Paare von Clips, von beiden Läufen aus derselben Startzahl gemacht. Nichts verrät, welcher von wem ist, und die Seiten wechseln zufällig. Wähle aus jedem Paar einen; gezählt wird am Ende.</translation>
    </message>
    <message>
        <source>Which clip looks more real?</source>
        <translation>Welcher Clip sieht echter aus?</translation>
    </message>
    <message>
        <source>The question of every pair</source>
        <translation>Die Frage zu jedem Paar</translation>
    </message>
    <message>
        <source>Who votes, for the file</source>
        <translation>Wer abstimmt, für die Datei</translation>
    </message>
    <message>
        <source>Number of pairs</source>
        <translation>Anzahl der Paare</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Who votes</source>
        <translation>Wer abstimmt</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Begin the blind test</source>
        <translation>Den Blindtest beginnen</translation>
    </message>
    <message>
        <source>Left clip</source>
        <translation>Linker Clip</translation>
    </message>
    <message>
        <source>Right clip</source>
        <translation>Rechter Clip</translation>
    </message>
    <message>
        <source>Left (1)</source>
        <translation>Links (1)</translation>
    </message>
    <message>
        <source>No difference (0)</source>
        <translation>Kein Unterschied (0)</translation>
    </message>
    <message>
        <source>Right (2)</source>
        <translation>Rechts (2)</translation>
    </message>
    <message>
        <source>How far the test is</source>
        <translation>Wie weit der Test ist</translation>
    </message>
    <message>
        <source>End and count</source>
        <translation>Beenden und zählen</translation>
    </message>
    <message>
        <source>End the test and count the votes so far</source>
        <translation>Den Test beenden und die bisherigen Stimmen zählen</translation>
    </message>
    <message>
        <source>Pair %1 is being made.</source>
        <translation>Paar %1 wird gemacht.</translation>
    </message>
    <message>
        <source>Pair %1 of %2</source>
        <translation>Paar %1 von %2</translation>
    </message>
    <message>
        <source>The votes are in %1.</source>
        <translation>Die Stimmen stehen in %1.</translation>
    </message>
    <message>
        <source>The votes could not be written to %1: %2.</source>
        <translation>Die Stimmen konnten nicht nach %1 geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>&lt;p&gt;%1: &lt;b&gt;%2&lt;/b&gt;&lt;br&gt;%3: &lt;b&gt;%4&lt;/b&gt;&lt;br&gt;no difference: &lt;b&gt;%5&lt;/b&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;%1: &lt;b&gt;%2&lt;/b&gt;&lt;br&gt;%3: &lt;b&gt;%4&lt;/b&gt;&lt;br&gt;kein Unterschied: &lt;b&gt;%5&lt;/b&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;No vote chose a side: nothing can be said.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Keine Stimme wählte eine Seite: es lässt sich nichts sagen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;Of the %1 votes that chose, %2 % were for %3 (95 % interval %4 to %5 %, exact binomial; chance alone leans this far with probability %6).&lt;/p&gt;</source>
        <translation>&lt;p&gt;Von den %1 Stimmen, die wählten, waren %2 % für %3 (Intervall von 95 %: %4 bis %5 %, exakt binomial; der Zufall allein neigt mit Wahrscheinlichkeit %6 so weit).&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;No clear preference.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Keiner wird klar vorgezogen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;%1 is preferred.&lt;/p&gt;</source>
        <translation>&lt;p&gt;%1 wird vorgezogen.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ClipGrid</name>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ClipListModel</name>
    <message>
        <source>%1, class %2, %L3 frames, %L4 s%5</source>
        <translation>%1, Klasse %2, %L3 Bilder, %L4 s%5</translation>
    </message>
    <message>
        <source>, kept out of training</source>
        <translation>, nicht im Training</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ClipView</name>
    <message>
        <source>No clip yet</source>
        <translation>Noch kein Clip</translation>
    </message>
    <message numerus="yes">
        <source>%n frames of %1 x %2 pixels</source>
        <translation>
            <numerusform>%n Bild von %1 x %2 Pixeln</numerusform>
            <numerusform>%n Bilder von %1 x %2 Pixeln</numerusform>
        </translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation>Fehlt: %1</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ComparePage</name>
    <message>
        <source>Comparing needs two runs. Train one on the Train page; then one button here trains the same run without the matching critic.</source>
        <translation>Ein Vergleich braucht zwei Läufe. Trainiere einen auf der Seite Training; dann trainiert hier ein Knopf denselben Lauf ohne den Paarkritiker.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Bezug</translation>
    </message>
    <message>
        <source>Baseline run</source>
        <translation>Bezugslauf</translation>
    </message>
    <message>
        <source>vs</source>
        <translation>gegen</translation>
    </message>
    <message>
        <source>Run that is compared with the baseline</source>
        <translation>Lauf, der mit dem Bezug verglichen wird</translation>
    </message>
    <message>
        <source>Add another run</source>
        <translation>Noch einen Lauf dazu</translation>
    </message>
    <message>
        <source>Remove the last</source>
        <translation>Den letzten entfernen</translation>
    </message>
    <message>
        <source>Stage that is compared</source>
        <translation>Verglichene Stufe</translation>
    </message>
    <message>
        <source>align by</source>
        <translation>ausrichten nach</translation>
    </message>
    <message>
        <source>What the curves are drawn along</source>
        <translation>Wonach die Kurven gezeichnet werden</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>wall time</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Train the counterpart</source>
        <translation>Gegenstück trainieren</translation>
    </message>
    <message>
        <source>Clips of the compared runs, a row each</source>
        <translation>Clips der verglichenen Läufe, je eine Zeile</translation>
    </message>
    <message>
        <source>Curve that is drawn</source>
        <translation>Gezeichnete Kurve</translation>
    </message>
    <message>
        <source>The runs have no points of this yet.</source>
        <translation>Die Läufe haben davon noch keine Punkte.</translation>
    </message>
    <message>
        <source>Spectrum or curve along the frames</source>
        <translation>Spektrum oder Kurve entlang der Bilder</translation>
    </message>
    <message>
        <source>Drawn once both runs are measured.</source>
        <translation>Wird gezeichnet, sobald beide Läufe gemessen sind.</translation>
    </message>
    <message>
        <source>Measures and settings</source>
        <translation>Maße und Einstellungen</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Maße</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Set Baseline to the Other Run</source>
        <translation>Den anderen Lauf zum Bezug machen</translation>
    </message>
    <message>
        <source>Blink Rows (hold B)</source>
        <translation>Zeilen blinken (B halten)</translation>
    </message>
    <message>
        <source>Train the Counterpart</source>
        <translation>Gegenstück trainieren</translation>
    </message>
    <message>
        <source>Measure What Is Missing</source>
        <translation>Messen, was fehlt</translation>
    </message>
    <message>
        <source>with matching critic</source>
        <translation>mit Paarkritiker</translation>
    </message>
    <message>
        <source>without matching critic</source>
        <translation>ohne Paarkritiker</translation>
    </message>
    <message>
        <source>Add run…</source>
        <translation>Lauf dazu…</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>Train “%1” without matching critic</source>
        <translation>„%1“ ohne Paarkritiker trainieren</translation>
    </message>
    <message>
        <source>Train “%1” with matching critic</source>
        <translation>„%1“ mit Paarkritiker trainieren</translation>
    </message>
    <message>
        <source>dashed line</source>
        <translation>gestrichelte Linie</translation>
    </message>
    <message>
        <source>solid line</source>
        <translation>durchgezogene Linie</translation>
    </message>
    <message>
        <source>The runs have no checkpoint at the same step: each shows the step that stands beside it, so differences may come from the training time.</source>
        <translation>Die Läufe haben keinen Zwischenstand beim selben Schritt: jeder zeigt den Schritt, der daneben steht; Unterschiede können von der Trainingszeit kommen.</translation>
    </message>
    <message>
        <source>No checkpoint of this stage yet: %1.</source>
        <translation>Noch kein Zwischenstand dieser Stufe: %1.</translation>
    </message>
    <message>
        <source>training step</source>
        <translation>Trainingsschritt</translation>
    </message>
    <message>
        <source>hours since its first point</source>
        <translation>Stunden seit dem ersten Punkt</translation>
    </message>
    <message>
        <source>Spectrum against real</source>
        <translation>Spektrum gegen echt</translation>
    </message>
    <message>
        <source>Spectrum in time against real</source>
        <translation>Zeitliches Spektrum gegen echt</translation>
    </message>
    <message>
        <source>real</source>
        <translation>echt</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>cycles a clip</source>
        <translation>Perioden je Clip</translation>
    </message>
    <message>
        <source>cycles a picture</source>
        <translation>Perioden je Bild</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message numerus="yes">
        <source>Settings (%n differ)</source>
        <translation>
            <numerusform>Einstellungen (%n verschieden)</numerusform>
            <numerusform>Einstellungen (%n verschieden)</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 and %2 were measured differently (%3; %4): their numbers cannot be compared.</source>
        <translation>%1 und %2 wurden verschieden gemessen (%3; %4): ihre Zahlen lassen sich nicht vergleichen.</translation>
    </message>
    <message>
        <source>%1 is being trained: all as in %2, with the matching critic.</source>
        <translation>%1 wird trainiert: alles wie in %2, mit dem Paarkritiker.</translation>
    </message>
    <message>
        <source>%1 is being trained: all as in %2, without the matching critic.</source>
        <translation>%1 wird trainiert: alles wie in %2, ohne den Paarkritiker.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Power spectrum</source>
        <translation>Leistungsspektrum</translation>
    </message>
    <message>
        <source>band: real, one deviation</source>
        <translation>Band: echt, eine Abweichung</translation>
    </message>
    <message>
        <source>0 dB is right</source>
        <translation>0 dB ist richtig</translation>
    </message>
    <message>
        <source>power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Copy Numbers</source>
        <translation>Zahlen kopieren</translation>
    </message>
    <message>
        <source>There are no numbers to copy: measure the runs first.</source>
        <translation>Es gibt keine Zahlen zu kopieren: miss zuerst die Läufe.</translation>
    </message>
    <message>
        <source>Blind test…</source>
        <translation>Blindtest…</translation>
    </message>
    <message>
        <source>Blind Test…</source>
        <translation>Blindtest…</translation>
    </message>
    <message>
        <source>A blind test needs two runs.</source>
        <translation>Ein Blindtest braucht zwei Läufe.</translation>
    </message>
    <message>
        <source>A blind test needs a checkpoint of stage %1 of %2.</source>
        <translation>Ein Blindtest braucht einen Zwischenstand der Stufe %1 von %2.</translation>
    </message>
    <message>
        <source>The test would not be blind. %1</source>
        <translation>Der Test wäre nicht blind. %1</translation>
    </message>
    <message>
        <source>compared runs</source>
        <translation>verglichene Läufe</translation>
    </message>
    <message>
        <source>choice of the stage</source>
        <translation>Wahl der Stufe</translation>
    </message>
    <message>
        <source>choice of the axis</source>
        <translation>Wahl der Achse</translation>
    </message>
    <message>
        <source>choice of the curve</source>
        <translation>Wahl der Kurve</translation>
    </message>
    <message>
        <source>choice of the spectrum</source>
        <translation>Wahl des Spektrums</translation>
    </message>
</context>
<context>
    <name>unroll::ui::CompareRows</name>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>no checkpoint</source>
        <translation>kein Zwischenstand</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Startzahl %1</translation>
    </message>
    <message>
        <source>This run has no checkpoint of this stage</source>
        <translation>Dieser Lauf hat keinen Zwischenstand dieser Stufe</translation>
    </message>
    <message>
        <source>There is no engine to make it</source>
        <translation>Es ist kein Rechenprogramm da, das ihn macht</translation>
    </message>
    <message>
        <source>Being made</source>
        <translation>Wird gemacht</translation>
    </message>
    <message>
        <source>%1, seed %2</source>
        <translation>%1, Startzahl %2</translation>
    </message>
</context>
<context>
    <name>unroll::ui::CursorBar</name>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>newest</source>
        <translation>neuester</translation>
    </message>
    <message>
        <source>Training step that all pages show</source>
        <translation>Trainingsschritt, den alle Seiten zeigen</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>Seed of the sample that all pages show</source>
        <translation>Startzahl der Probe, die alle Seiten zeigen</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Frame that all clips show</source>
        <translation>Bild, das alle Clips zeigen</translation>
    </message>
    <message>
        <source>%1 cursor</source>
        <translation>Zeiger: %1</translation>
    </message>
    <message>
        <source>training uses %1</source>
        <translation>Training belegt %1</translation>
    </message>
    <message>
        <source>disk %1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>disk %1 free (%L2 checkpoints)</source>
        <translation>%1 frei (%L2 Zwischenstände)</translation>
    </message>
    <message>
        <source>Show the queue</source>
        <translation>Die Reihe zeigen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::CurvePanel</name>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Power spectrum</source>
        <translation>Leistungsspektrum</translation>
    </message>
    <message>
        <source>band: real, one deviation</source>
        <translation>Band: echt, eine Abweichung</translation>
    </message>
    <message>
        <source>Spectrum to real</source>
        <translation>Spektrum zu echt</translation>
    </message>
    <message>
        <source>0 dB is right</source>
        <translation>0 dB ist richtig</translation>
    </message>
    <message>
        <source>Gradient norms</source>
        <translation>Normen der Gradienten</translation>
    </message>
    <message>
        <source>Time of a step</source>
        <translation>Dauer eines Schritts</translation>
    </message>
    <message>
        <source>lower is faster</source>
        <translation>niedriger ist schneller</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>solid real, dashed made</source>
        <translation>durchgezogen echt, gestrichelt gemacht</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>Waagerechte Achse</translation>
    </message>
    <message>
        <source>Horizontal axis of the curves</source>
        <translation>Waagerechte Achse der Kurven</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Curves appear with the first steps of a training.</source>
        <translation>Kurven erscheinen mit den ersten Schritten eines Trainings.</translation>
    </message>
    <message>
        <source>cycles a picture</source>
        <translation>Perioden je Bild</translation>
    </message>
    <message>
        <source>power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>joint</source>
        <translation>gemeinsam</translation>
    </message>
    <message>
        <source>real (%1)</source>
        <translation>echt (%1)</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Variety within a class</source>
        <translation>Vielfalt innerhalb einer Klasse</translation>
    </message>
    <message>
        <source>1 is that of real clips</source>
        <translation>1 ist die echter Clips</translation>
    </message>
</context>
<context>
    <name>unroll::ui::DataPage</name>
    <message>
        <source>Import a Folder of Videos…</source>
        <translation>Ordner mit Videos importieren…</translation>
    </message>
    <message>
        <source>Import Videos…</source>
        <translation>Videos importieren…</translation>
    </message>
    <message>
        <source>Make Synthetic Scenes…</source>
        <translation>Künstliche Szenen machen…</translation>
    </message>
    <message>
        <source>Stop the Import</source>
        <translation>Import anhalten</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>A folder of videos; its folders are the classes</source>
        <translation>Ein Ordner mit Videos; seine Ordner sind die Klassen</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Make synthetic scenes</source>
        <translation>Künstliche Szenen machen</translation>
    </message>
    <message>
        <source>Number of scenes (eight classes of motion, drawn by the program itself)</source>
        <translation>Zahl der Szenen (acht Klassen von Bewegung, vom Programm selbst gezeichnet)</translation>
    </message>
    <message>
        <source>An import is under way: wait for it, or stop it first.</source>
        <translation>Ein Import läuft schon: warte ihn ab oder halte ihn erst an.</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Import läuft…</translation>
    </message>
    <message>
        <source>%1: %L2 of %L3 files</source>
        <translation>%1: %L2 von %L3 Dateien</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>The import is done.</source>
        <translation>Der Import ist fertig.</translation>
    </message>
    <message>
        <source>The import was stopped; what was stored stays.</source>
        <translation>Der Import wurde angehalten; was gespeichert ist, bleibt.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>No clips yet. Drop a folder of videos here, add one, or make synthetic scenes to try things out. The folders in it become the classes.</source>
        <translation>Noch keine Clips. Ziehe einen Ordner mit Videos hierher, füge einen hinzu oder mache künstliche Szenen zum Ausprobieren. Die Ordner darin werden zu Klassen.</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln clip(s)</source>
        <translation>
            <numerusform>%Ln Clip</numerusform>
            <numerusform>%Ln Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln class(es)</source>
        <translation>
            <numerusform>%Ln Klasse</numerusform>
            <numerusform>%Ln Klassen</numerusform>
        </translation>
    </message>
    <message>
        <source>%L1 frames a second</source>
        <translation>%L1 Bilder je Sekunde</translation>
    </message>
    <message numerus="yes">
        <source>%Ln kept for measures</source>
        <translation>
            <numerusform>%Ln zum Messen zurückgelegt</numerusform>
            <numerusform>%Ln zum Messen zurückgelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rejected</source>
        <translation>
            <numerusform>%Ln abgelehnt</numerusform>
            <numerusform>%Ln abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>Files with problems</source>
        <translation>Dateien mit Fehlern</translation>
    </message>
    <message>
        <source>Files with problems (%L1)</source>
        <translation>Dateien mit Fehlern (%L1)</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>%L1 different windows in %L2 clips; %L3 clips are too short</source>
        <translation>%L1 verschiedene Fenster in %L2 Clips; %L3 Clips sind zu kurz</translation>
    </message>
    <message>
        <source>every frame</source>
        <translation>jedes Bild</translation>
    </message>
    <message>
        <source>one frame in %L1</source>
        <translation>eins von %L1 Bildern</translation>
    </message>
    <message>
        <source>A window of this clip: %L1 frames of %2×%2, %3 of the data, %L4 s; %5</source>
        <translation>Ein Fenster dieses Clips: %L1 Bilder von %2×%2, %3 der Daten, %L4 s; %5</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner dazu…</translation>
    </message>
    <message>
        <source>Add videos…</source>
        <translation>Videos dazu…</translation>
    </message>
    <message>
        <source>Synthetic scenes…</source>
        <translation>Künstliche Szenen…</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the import</source>
        <translation>Import anhalten</translation>
    </message>
    <message>
        <source>What the model will see</source>
        <translation>Was das Modell sehen wird</translation>
    </message>
    <message>
        <source>Stage whose window is shown</source>
        <translation>Stufe, deren Fenster gezeigt wird</translation>
    </message>
    <message>
        <source>Classes and files</source>
        <translation>Klassen und Dateien</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Kept for measures</source>
        <translation>Zum Messen</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>A click shows only clips of that class; Ctrl + click shows all again.</source>
        <translation>Ein Klick zeigt nur Clips dieser Klasse; Strg + Klick zeigt wieder alle.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was nicht stimmt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln video(s) imported</source>
        <translation>
            <numerusform>%Ln Video importiert</numerusform>
            <numerusform>%Ln Videos importiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln here already</source>
        <translation>
            <numerusform>%Ln war schon da</numerusform>
            <numerusform>%Ln waren schon da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rejected: &apos;Files with problems&apos; says why</source>
        <translation>
            <numerusform>%Ln abgelehnt: „Dateien mit Fehlern“ sagt, warum</numerusform>
            <numerusform>%Ln abgelehnt: „Dateien mit Fehlern“ sagt, warum</numerusform>
        </translation>
    </message>
    <message>
        <source>Once there are clips, a training window of each stage is shown here.</source>
        <translation>Sobald es Clips gibt, ist hier ein Trainingsfenster jeder Stufe zu sehen.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::EngineJob</name>
    <message>
        <source>The engine&apos;s program could not be started: %1.</source>
        <translation>Das Rechenprogramm konnte nicht gestartet werden: %1.</translation>
    </message>
    <message>
        <source>The engine&apos;s program &apos;unroll&apos; was not found.</source>
        <translation>Das Rechenprogramm „unroll“ wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>The engine&apos;s program ended all of a sudden: it was killed, or has a bug. Its log says more.</source>
        <translation>Das Rechenprogramm endete plötzlich: es wurde beendet oder hat einen Fehler. Sein Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>The engine&apos;s program ended with code %1. Its log says more.</source>
        <translation>Das Rechenprogramm endete mit Code %1. Sein Protokoll sagt mehr.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::EngineLauncher</name>
    <message>
        <source>The engine&apos;s program &apos;unroll&apos; is neither in &apos;%1&apos; nor in a folder of PATH: install it, or build it with packaging/build.sh.</source>
        <translation>Das Rechenprogramm „unroll“ ist weder in „%1“ noch in einem Ordner von PATH: installiere es oder baue es mit packaging/build.sh.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a project.</source>
        <translation>„%1“ ist kein Projekt.</translation>
    </message>
    <message>
        <source>The trainer could not be started: %1.</source>
        <translation>Das Training konnte nicht gestartet werden: %1.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ExportDialog</name>
    <message>
        <source>Export Video</source>
        <translation>Video exportieren</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Estimated size</source>
        <translation>Geschätzte Größe</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>What to know before starting</source>
        <translation>Was vor dem Start zu wissen ist</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export: put it into the queue</source>
        <translation>Exportieren: in die Reihe stellen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What is exported</source>
        <translation>Was exportiert wird</translation>
    </message>
    <message>
        <source>Stage 1 beside stage %1</source>
        <translation>Stufe 1 neben Stufe %1</translation>
    </message>
    <message>
        <source>Stage %1 alone</source>
        <translation>Nur Stufe %1</translation>
    </message>
    <message>
        <source>Grid of several seeds</source>
        <translation>Gitter mehrerer Startzahlen</translation>
    </message>
    <message>
        <source>videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Videos in the grid</source>
        <translation>Videos im Gitter</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source> frames</source>
        <translation> Bilder</translation>
    </message>
    <message>
        <source>Length in seconds</source>
        <translation>Länge in Sekunden</translation>
    </message>
    <message>
        <source>How often the video is shown</source>
        <translation>Wie oft das Video gezeigt wird</translation>
    </message>
    <message>
        <source>Enlargement</source>
        <translation>Vergrößerung</translation>
    </message>
    <message>
        <source>x nearest</source>
        <translation>x nächster Nachbar</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>Größe des Bilds</translation>
    </message>
    <message>
        <source>its own rate</source>
        <translation>ihre eigene Rate</translation>
    </message>
    <message>
        <source>Use the stage&apos;s own frame rate</source>
        <translation>Die eigene Bildrate der Stufe nehmen</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source> fps</source>
        <translation> B/s</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>Datei, die geschrieben wird</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>endlos</translation>
    </message>
    <message>
        <source>shown </source>
        <translation>gezeigt </translation>
    </message>
    <message>
        <source> time</source>
        <translation> Mal</translation>
    </message>
    <message>
        <source> times</source>
        <translation> Mal</translation>
    </message>
    <message>
        <source>%1 x %2 pixels</source>
        <translation>%1 x %2 Pixel</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>wird gemessen…</translation>
    </message>
    <message>
        <source>not known: the sample that is shown lacks what is exported</source>
        <translation>nicht bekannt: der gezeigten Probe fehlt, was exportiert wird</translation>
    </message>
    <message numerus="yes">
        <source>about %1, measured on %n frames of the sample that is shown</source>
        <translation>
            <numerusform>etwa %1, gemessen an %n Bild der gezeigten Probe</numerusform>
            <numerusform>etwa %1, gemessen an %n Bildern der gezeigten Probe</numerusform>
        </translation>
    </message>
    <message>
        <source>Export To</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>there and back</source>
        <translation>hin und zurück</translation>
    </message>
    <message>
        <source>Show the video forwards, then backwards</source>
        <translation>Video vorwärts und dann rückwärts zeigen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::FailureCard</name>
    <message>
        <source>Resume from it</source>
        <translation>Von dort weitermachen</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>Protokoll öffnen</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Training failed. %1</source>
        <translation>Das Training ist gescheitert. %1</translation>
    </message>
    <message>
        <source>Go on with less memory</source>
        <translation>Mit weniger Speicher weiter</translation>
    </message>
</context>
<context>
    <name>unroll::ui::Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Pictures along time; click one to go there. Underlined frames are in memory.</source>
        <translation>Bilder entlang der Zeit; ein Klick geht dorthin. Unterstrichene Bilder sind im Speicher.</translation>
    </message>
    <message>
        <source>No clip</source>
        <translation>Kein Clip</translation>
    </message>
</context>
<context>
    <name>unroll::ui::GuidePanel</name>
    <message>
        <source>A project is a folder with clips, runs and exports. The sample project holds made-up scenes; File &gt; New Project makes one for videos of your own.</source>
        <translation>Ein Projekt ist ein Ordner mit Clips, Läufen und Exporten. Das Beispielprojekt enthält erdachte Szenen; Datei &gt; Neues Projekt macht eines für eigene Videos.</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>Beispielprojekt öffnen</translation>
    </message>
    <message>
        <source>The networks learn from short clips. Choose a folder of videos; folders inside it become classes. Videos can also be dropped here.</source>
        <translation>Die Netze lernen aus kurzen Clips. Wähle einen Ordner mit Videos; Ordner darin werden Klassen. Videos lassen sich auch hierher ziehen.</translation>
    </message>
    <message>
        <source>Import videos…</source>
        <translation>Videos importieren…</translation>
    </message>
    <message>
        <source>Each stage is trained in turn: the first makes small, short clips, the next refines them. Training goes on when this window is closed.</source>
        <translation>Die Stufen werden nacheinander trainiert: die erste macht kleine, kurze Clips, die nächste verfeinert sie. Das Training läuft weiter, wenn dieses Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Start training…</source>
        <translation>Training beginnen…</translation>
    </message>
    <message>
        <source>Previews of the same seeds appear while it learns: noise at first, then colours, then shapes. The slider below them goes back in training time.</source>
        <translation>Während es lernt, erscheinen Vorschauen derselben Startzahlen: erst Rauschen, dann Farben, dann Formen. Der Regler darunter geht in der Trainingszeit zurück.</translation>
    </message>
    <message>
        <source>Show the previews</source>
        <translation>Vorschauen zeigen</translation>
    </message>
    <message>
        <source>Once there is a checkpoint, the Samples page makes new clips from any seed, stage 1 beside stage 2. W wipes between them, D shows what the second changed.</source>
        <translation>Sobald es einen Zwischenstand gibt, macht die Seite Proben neue Clips aus jeder Startzahl, Stufe 1 neben Stufe 2. W wischt zwischen ihnen, D zeigt, was die zweite geändert hat.</translation>
    </message>
    <message>
        <source>Show the samples</source>
        <translation>Proben zeigen</translation>
    </message>
    <message>
        <source>A video may be far longer than the clips it was trained on. Choose the length in the export dialog; the Jobs page does the rest.</source>
        <translation>Ein Video darf viel länger sein als die Clips des Trainings. Wähle die Länge beim Exportieren; den Rest tut die Seite Aufträge.</translation>
    </message>
    <message>
        <source>Export a video…</source>
        <translation>Ein Video exportieren…</translation>
    </message>
    <message>
        <source>That was all. F1 lists the keys, Ctrl+K finds any action, and the Compare page shows what a change in the recipe does.</source>
        <translation>Das war alles. F1 zeigt die Tasten, Ctrl+K findet jeden Befehl, und die Seite Vergleich zeigt, was eine Änderung am Rezept bewirkt.</translation>
    </message>
    <message>
        <source>Close the guide</source>
        <translation>Führung schließen</translation>
    </message>
    <message>
        <source>Close; Help &gt; Guided First Run brings it back</source>
        <translation>Schließen; Hilfe &gt; Führung zum ersten Lauf holt sie zurück</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Guided first run: %1</source>
        <translation>Führung zum ersten Lauf: %1</translation>
    </message>
</context>
<context>
    <name>unroll::ui::HealthLine</name>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
</context>
<context>
    <name>unroll::ui::Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Zwischenstände</translation>
    </message>
    <message>
        <source>Checkpoints of the run</source>
        <translation>Zwischenstände des Laufs</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>A tick keeps a checkpoint for good. A click moves the step cursor to it.</source>
        <translation>Ein Haken behält einen Zwischenstand für immer. Ein Klick setzt den Schrittzeiger dorthin.</translation>
    </message>
    <message>
        <source>No run is chosen.</source>
        <translation>Kein Lauf ist gewählt.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Branched from</source>
        <translation>Abgezweigt von</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>, matching critic</source>
        <translation>, Paarkritiker</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>%L1 frames of %2x%2, %L3 channels, batch %L4%5</source>
        <translation>%L1 Bilder von %2x%2, %L3 Kanäle, Stapel von %L4%5</translation>
    </message>
    <message>
        <source>%1, best</source>
        <translation>%1, bester</translation>
    </message>
</context>
<context>
    <name>unroll::ui::JobQueue</name>
    <message>
        <source>&apos;%1&apos; cannot be made, so nothing can be exported: check the folder&apos;s permissions.</source>
        <translation>„%1“ kann nicht angelegt werden, also kann nichts exportiert werden: prüfe die Rechte des Ordners.</translation>
    </message>
    <message>
        <source>Another window works through this project&apos;s queue: close it to use the queue here.</source>
        <translation>Ein anderes Fenster arbeitet die Reihe dieses Projekts ab: schließe es, um die Reihe hier zu nutzen.</translation>
    </message>
    <message>
        <source>The queue could not be read: it was put aside as &apos;%1&apos; and a new one begins.</source>
        <translation>Die Reihe war nicht lesbar: sie wurde als „%1“ beiseitegelegt, und eine neue beginnt.</translation>
    </message>
    <message>
        <source>jobs paused: %1</source>
        <translation>Aufträge angehalten: %1</translation>
    </message>
    <message>
        <source>export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>%1 1/%2</source>
        <translation>%1 1/%2</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
</context>
<context>
    <name>unroll::ui::JobRow</name>
    <message>
        <source>frame %1/%2</source>
        <translation>Bild %1/%2</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <translation>%1/%2</translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>wird gemessen</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>dauerte %1</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>State of the job</source>
        <translation>Zustand des Auftrags</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Progress in numbers</source>
        <translation>Fortschritt in Zahlen</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>What the engine said</source>
        <translation>Was das Rechenprogramm sagte</translation>
    </message>
    <message>
        <source>Cancel; what is written so far is removed</source>
        <translation>Abbrechen; das bisher Geschriebene wird entfernt</translation>
    </message>
    <message>
        <source>Take off the list; the file stays</source>
        <translation>Von der Liste nehmen; die Datei bleibt</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
</context>
<context>
    <name>unroll::ui::JobsPage</name>
    <message>
        <source>Clear the ended</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Take all ended jobs off the list</source>
        <translation>Alle beendeten Aufträge von der Liste nehmen</translation>
    </message>
    <message>
        <source>Nothing is queued. Choose Export Video (Ctrl+E) on the Samples page to make a file of what you see.</source>
        <translation>Nichts ist eingereiht. Wähle „Video exportieren“ (Strg+E) auf der Seite Proben, um aus dem, was du siehst, eine Datei zu machen.</translation>
    </message>
    <message>
        <source>List of jobs</source>
        <translation>Liste der Aufträge</translation>
    </message>
    <message>
        <source>Pause All Jobs</source>
        <translation>Alle Aufträge anhalten</translation>
    </message>
    <message>
        <source>Go on with all</source>
        <translation>Mit allen weitermachen</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>What the Engine Said</source>
        <translation>Was das Rechenprogramm sagte</translation>
    </message>
</context>
<context>
    <name>unroll::ui::KeyEditor</name>
    <message>
        <source>Name of the action</source>
        <translation>Name des Befehls</translation>
    </message>
    <message>
        <source>Type a few letters</source>
        <translation>Tippe ein paar Buchstaben</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>New keys of the chosen action</source>
        <translation>Neue Tasten des gewählten Befehls</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Zuweisen</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>Keine Tasten</translation>
    </message>
    <message>
        <source>Standard keys</source>
        <translation>Übliche Tasten</translation>
    </message>
    <message>
        <source>All to standard</source>
        <translation>Alle wie üblich</translation>
    </message>
    <message>
        <source>Choose an action to change its keys.</source>
        <translation>Wähle einen Befehl, um seine Tasten zu ändern.</translation>
    </message>
    <message>
        <source>%1: press new keys; it comes without.</source>
        <translation>%1: drücke neue Tasten; üblich sind keine.</translation>
    </message>
    <message>
        <source>%1: press new keys; standard: %2.</source>
        <translation>%1: drücke neue Tasten; üblich: %2.</translation>
    </message>
    <message>
        <source>%1 belongs to &apos;%2&apos;: assigning takes it away from there.</source>
        <translation>%1 gehört zu „%2“: Zuweisen nimmt es dort weg.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::LogDrawer</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Lines shown</source>
        <translation>Gezeigte Zeilen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Open the trainer&apos;s log file</source>
        <translation>Protokolldatei des Trainings öffnen</translation>
    </message>
    <message>
        <source>This run was started in a terminal: it has no log file of its own.</source>
        <translation>Dieser Lauf wurde in einem Terminal gestartet: er hat keine eigene Protokolldatei.</translation>
    </message>
    <message>
        <source>stage %1: </source>
        <translation>Stufe %1: </translation>
    </message>
    <message>
        <source>Error: </source>
        <translation>Fehler: </translation>
    </message>
</context>
<context>
    <name>unroll::ui::Loupe</name>
    <message>
        <source>Loupe</source>
        <translation>Lupe</translation>
    </message>
</context>
<context>
    <name>unroll::ui::MainWindow</name>
    <message>
        <source>&apos;%1&apos; cannot be written: %2; choose another file.</source>
        <translation>„%1“ kann nicht geschrieben werden: %2; wähle eine andere Datei.</translation>
    </message>
    <message>
        <source>The page was not ready in a minute; no picture was written.</source>
        <translation>Die Seite war nach einer Minute nicht bereit; es wurde kein Bild geschrieben.</translation>
    </message>
    <message>
        <source>Unroll Studio</source>
        <translation>Unroll Studio</translation>
    </message>
    <message>
        <source>%1 - Unroll Studio</source>
        <translation>%1 - Unroll Studio</translation>
    </message>
    <message>
        <source>The project folder &apos;%1&apos; cannot be written to: training and exports wait until it can.</source>
        <translation>In den Projektordner „%1“ kann nicht geschrieben werden: Training und Exporte warten, bis es geht.</translation>
    </message>
    <message>
        <source>Only %1 are free where the project lies; checkpoints need %2: delete something, or training will pause.</source>
        <translation>Nur %1 sind frei, wo das Projekt liegt; Zwischenstände brauchen %2: lösche etwas, sonst hält das Training an.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no project: make or open one first, then drop videos on it.</source>
        <translation>„%1“ ist kein Projekt: lege erst eines an oder öffne eines, dann ziehe Videos darauf.</translation>
    </message>
    <message>
        <source>Nothing in this window can use &apos;%1&apos;.</source>
        <translation>Nichts in diesem Fenster kann „%1“ gebrauchen.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Training</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleich</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xport</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Find Action…</source>
        <translation>Befehl finden…</translation>
    </message>
    <message>
        <source>New Project…</source>
        <translation>Neues Projekt…</translation>
    </message>
    <message>
        <source>Open Project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Open Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open Sample Project</source>
        <translation>Beispielprojekt öffnen</translation>
    </message>
    <message>
        <source>Show Project Folder</source>
        <translation>Projektordner zeigen</translation>
    </message>
    <message>
        <source>Close Project</source>
        <translation>Projekt schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Training goes on</source>
        <translation>Das Training läuft weiter</translation>
    </message>
    <message>
        <source>Next Page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Previous Page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Open Page in New Window</source>
        <translation>Seite in neuem Fenster öffnen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Size of the Window&apos;s Contents</source>
        <translation>Größe des Fensterinhalts</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Reset Layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About Unroll Studio</source>
        <translation>Über Unroll Studio</translation>
    </message>
    <message>
        <source>Unroll Studio %1

Trains, compares and unrolls cascaded video GANs.
Free software under the GNU General Public License, version 3 or later.</source>
        <translation>Unroll Studio %1

Trainiert, vergleicht und rollt gestufte Video-GANs ab.
Freie Software unter der GNU General Public License, Version 3 oder neuer.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be done now.</source>
        <translation>„%1“ geht jetzt nicht.</translation>
    </message>
    <message>
        <source>Open a project folder</source>
        <translation>Projektordner öffnen</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Training is paused: %1 It goes on by itself then, or at once with Go On.</source>
        <translation>Das Training ist angehalten: %1 Danach geht es von selbst weiter, oder sofort mit „Weiter“.</translation>
    </message>
    <message>
        <source>Open Packed Model…</source>
        <translation>Gepacktes Modell öffnen…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Project Settings…</source>
        <translation>Projekteinstellungen…</translation>
    </message>
    <message>
        <source>Report (HTML)…</source>
        <translation>Bericht (HTML)…</translation>
    </message>
    <message>
        <source>Packed Model…</source>
        <translation>Gepacktes Modell…</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>Guided First Run</source>
        <translation>Führung zum ersten Lauf</translation>
    </message>
    <message>
        <source>Report a Problem…</source>
        <translation>Ein Problem melden…</translation>
    </message>
    <message>
        <source>The new size holds once the window has begun anew; the export or import that runs now would begin again. Training is not touched by it.</source>
        <translation>Die neue Größe gilt, sobald das Fenster neu begonnen hat; der laufende Export oder Import begänne dann von vorn. Das Training berührt es nicht.</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>There is no plot with points on this page: the Train and Compare pages have some.</source>
        <translation>Auf dieser Seite ist kein Diagramm mit Punkten: die Seiten Training und Vergleich haben welche.</translation>
    </message>
    <message>
        <source>There is no run to report on yet: train one on the Train page first.</source>
        <translation>Noch gibt es keinen Lauf, von dem zu berichten wäre: trainiere zuerst einen auf der Seite Training.</translation>
    </message>
    <message>
        <source>There is no trained network to pack yet: the run needs a checkpoint of every stage.</source>
        <translation>Noch gibt es kein trainiertes Netz zum Packen: der Lauf braucht von jeder Stufe einen Zwischenstand.</translation>
    </message>
    <message>
        <source>It is in the queue; the bar at the bottom says how far it is.</source>
        <translation>Es ist in der Reihe; die Leiste unten sagt, wie weit es ist.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Open a packed model</source>
        <translation>Ein gepacktes Modell öffnen</translation>
    </message>
    <message>
        <source>Packed models (*.safetensors)</source>
        <translation>Gepackte Modelle (*.safetensors)</translation>
    </message>
    <message>
        <source>Training %1 is finished.</source>
        <translation>Training %1 ist fertig.</translation>
    </message>
    <message>
        <source>Training %1 failed. %2</source>
        <translation>Training %1 ist gescheitert. %2</translation>
    </message>
    <message>
        <source>All is saved: every change is written down when it is made, and undone with Undo.</source>
        <translation>Alles ist gespeichert: jede Änderung wird gleich geschrieben und mit „Rückgängig“ zurückgenommen.</translation>
    </message>
    <message>
        <source>show the log</source>
        <translation>Protokoll zeigen</translation>
    </message>
    <message>
        <source>hide the log</source>
        <translation>Protokoll verbergen</translation>
    </message>
    <message>
        <source>show the inspector</source>
        <translation>Inspektor zeigen</translation>
    </message>
    <message>
        <source>hide the inspector</source>
        <translation>Inspektor verbergen</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Plot (PNG, SVG, PDF, CSV)…</source>
        <translation>Diagramm (PNG, SVG, PDF, CSV)…</translation>
    </message>
    <message>
        <source>reset of the layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>An export or import is at work in this project: save the copy when it is done.</source>
        <translation>In diesem Projekt läuft gerade ein Export oder Import: speichere die Kopie, wenn er fertig ist.</translation>
    </message>
    <message>
        <source>The copy &apos;%1&apos; was made.</source>
        <translation>Die Kopie „%1“ wurde angelegt.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::MeasurePanel</name>
    <message>
        <source>Measure these</source>
        <translation>Diese messen</translation>
    </message>
    <message>
        <source>State of measuring</source>
        <translation>Stand der Messung</translation>
    </message>
    <message>
        <source>Measuring %1, stage %2, step %3: %4 of %5 clips</source>
        <translation>%1, Stufe %2, Schritt %3 wird gemessen: %4 von %5 Clips</translation>
    </message>
    <message>
        <source>The measures wait for the engine…</source>
        <translation>Die Messung wartet auf das Rechenprogramm…</translation>
    </message>
    <message>
        <source>%1 at step %2</source>
        <translation>%1 bei Schritt %2</translation>
    </message>
    <message>
        <source>Not measured yet: %1.</source>
        <translation>Noch nicht gemessen: %1.</translation>
    </message>
    <message>
        <source>Cancel measuring</source>
        <translation>Messung abbrechen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::MeasureTable</name>
    <message>
        <source>Measures of the compared runs</source>
        <translation>Maße der verglichenen Läufe</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>Difference (95 %)</source>
        <translation>Unterschied (95 %)</translation>
    </message>
    <message>
        <source>%1 less baseline (95 %)</source>
        <translation>%1 minus Bezug (95 %)</translation>
    </message>
    <message>
        <source>measured differently</source>
        <translation>verschieden gemessen</translation>
    </message>
    <message>
        <source>real: %1</source>
        <translation>echt: %1</translation>
    </message>
    <message>
        <source>%1 is better than %2</source>
        <translation>%1 ist besser als %2</translation>
    </message>
    <message>
        <source>%1 is worse than %2</source>
        <translation>%1 ist schlechter als %2</translation>
    </message>
    <message>
        <source>no clear difference</source>
        <translation>kein klarer Unterschied</translation>
    </message>
    <message>
        <source>without an interval nothing is said</source>
        <translation>ohne Intervall wird nichts behauptet</translation>
    </message>
    <message>
        <source>%1 less %2</source>
        <translation>%1 minus %2</translation>
    </message>
</context>
<context>
    <name>unroll::ui::MemoryForecast</name>
    <message>
        <source>joint</source>
        <translation>gemeinsam</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>too much: a batch of %1 fits</source>
        <translation>zu viel: ein Stapel von %1 passt</translation>
    </message>
    <message>
        <source>too much: make the stage smaller</source>
        <translation>zu viel: mache die Stufe kleiner</translation>
    </message>
    <message>
        <source>Memory it will need: %1; %2 are free.</source>
        <translation>Speicher, den es brauchen wird: %1; %2 sind frei.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ModelDialog</name>
    <message>
        <source>&apos;%1&apos; holds no packed cascade: Export &gt; Packed Model makes one of a trained run.</source>
        <translation>„%1“ enthält keine gepackte Kaskade: Export &gt; Gepacktes Modell macht eine aus einem trainierten Lauf.</translation>
    </message>
    <message>
        <source>Packed model %1</source>
        <translation>Gepacktes Modell %1</translation>
    </message>
    <message>
        <source>Stage %1: %2x%2, trained for %L3 steps on windows of %L4 frames</source>
        <translation>Stufe %1: %2x%2, %L3 Schritte trainiert mit Fenstern von %L4 Bildern</translation>
    </message>
    <message>
        <source>Classes: %1</source>
        <translation>Klassen: %1</translation>
    </message>
    <message>
        <source>Trained on: %1</source>
        <translation>Trainiert mit: %1</translation>
    </message>
    <message>
        <source>Limits: %1</source>
        <translation>Grenzen: %1</translation>
    </message>
    <message>
        <source>Card of the model</source>
        <translation>Steckbrief des Modells</translation>
    </message>
    <message>
        <source>What the video shows</source>
        <translation>Was das Video zeigt</translation>
    </message>
    <message>
        <source>Stage 1 beside stage %1</source>
        <translation>Stufe 1 neben Stufe %1</translation>
    </message>
    <message>
        <source>Stage %1 alone</source>
        <translation>Stufe %1 allein</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>drawn from the seed</source>
        <translation>aus der Startzahl gezogen</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>Datei, die geschrieben wird</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>How far the video is</source>
        <translation>Wie weit das Video ist</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Make the video</source>
        <translation>Video machen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is there already: choose another name.</source>
        <translation>„%1“ gibt es schon: wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>wird gemessen</translation>
    </message>
    <message>
        <source>frame %L1 of %L2</source>
        <translation>Bild %L1 von %L2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was written.</source>
        <translation>„%1“ wurde geschrieben.</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Angehalten; nichts wurde geschrieben.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>my-videos</source>
        <translation>meine-videos</translation>
    </message>
    <message>
        <source>Name of the project</source>
        <translation>Name des Projekts</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder that the project is made in</source>
        <translation>Ordner, in dem das Projekt angelegt wird</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>In folder</source>
        <translation>Im Ordner</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Make the project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>Folder for the project</source>
        <translation>Ordner für das Projekt</translation>
    </message>
    <message>
        <source>%L1 frames of %2x%2</source>
        <translation>%L1 Bilder von %2x%2</translation>
    </message>
    <message>
        <source>Windows: %1.</source>
        <translation>Fenster: %1.</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>, dann </translation>
    </message>
    <message>
        <source>Give the project a name and a folder.</source>
        <translation>Gib dem Projekt einen Namen und einen Ordner.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::NewRunDialog</name>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Branch from a checkpoint</source>
        <translation>Von einem Zwischenstand abzweigen</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>Name des Laufs</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What is trained</source>
        <translation>Was trainiert wird</translation>
    </message>
    <message>
        <source>All stages, one after the other</source>
        <translation>Alle Stufen, eine nach der anderen</translation>
    </message>
    <message>
        <source>Stage %1 only</source>
        <translation>Nur Stufe %1</translation>
    </message>
    <message>
        <source>All stages at once (joint)</source>
        <translation>Alle Stufen zugleich (gemeinsam)</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Where the run begins</source>
        <translation>Wo der Lauf beginnt</translation>
    </message>
    <message>
        <source>From nothing</source>
        <translation>Von nichts</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>From the newest networks of %1</source>
        <translation>Von den neuesten Netzen von %1</translation>
    </message>
    <message>
        <source>Only the stages below, from %1</source>
        <translation>Nur die Stufen darunter, von %1</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU-Threads</translation>
    </message>
    <message>
        <source>one a core (%1)</source>
        <translation>einer je Kern (%1)</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training beginnen</translation>
    </message>
    <message>
        <source>There is a run &apos;%1&apos; already: choose another name.</source>
        <translation>Einen Lauf „%1“ gibt es schon: wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>Duplicate the run %1</source>
        <translation>Lauf %1 verdoppeln</translation>
    </message>
    <message>
        <source>With the recipe of %1, from nothing.</source>
        <translation>Mit dem Rezept von %1, von vorn.</translation>
    </message>
    <message>
        <source>With the recipe of %1, from %2 as it did.</source>
        <translation>Mit dem Rezept von %1, wie er ab %2.</translation>
    </message>
    <message>
        <source>Seed of all random numbers</source>
        <translation>Startzahl aller Zufallszahlen</translation>
    </message>
    <message>
        <source>%1 was trained with %2: the same seed makes the same networks again, another one shows how much is chance.</source>
        <translation>%1 wurde mit %2 trainiert: dieselbe Startzahl macht dieselben Netze noch einmal, eine andere zeigt, wie viel Zufall ist.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>With the recipe of %1, from the newest networks of %2; those may have been trained on since %1 began.</source>
        <translation>Mit dem Rezept von %1, von den neuesten Netzen von %2; die können weiter trainiert worden sein, seit %1 begann.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PackDialog</name>
    <message>
        <source>packed model of %1</source>
        <translation>gepacktes Modell von %1</translation>
    </message>
    <message>
        <source>Packed model of %1</source>
        <translation>Gepacktes Modell von %1</translation>
    </message>
    <message>
        <source>One file with every stage&apos;s averaged weights at their newest checkpoints, the recipe and a card. Videos are made from it without this project.</source>
        <translation>Eine Datei mit den gemittelten Gewichten jeder Stufe an ihren neuesten Zwischenständen, dem Rezept und einem Steckbrief. Daraus entstehen Videos ohne dieses Projekt.</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>Datei, die geschrieben wird</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What it was trained on, and under which licence</source>
        <translation>Womit es trainiert wurde, und unter welcher Lizenz</translation>
    </message>
    <message>
        <source>For example: 15 clips of my own, CC BY 4.0</source>
        <translation>Zum Beispiel: 15 eigene Clips, CC BY 4.0</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <source>What it cannot do</source>
        <translation>Was es nicht kann</translation>
    </message>
    <message>
        <source>For example: motion fades after fifty frames</source>
        <translation>Zum Beispiel: die Bewegung erlahmt nach fünfzig Bildern</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Pack the model</source>
        <translation>Modell packen</translation>
    </message>
    <message>
        <source>Packed model</source>
        <translation>Gepacktes Modell</translation>
    </message>
    <message>
        <source>Packed models (*.safetensors)</source>
        <translation>Gepackte Modelle (*.safetensors)</translation>
    </message>
    <message>
        <source>Name the file in full, from the first &apos;/&apos; on, with &apos;%1&apos; at its end.</source>
        <translation>Nenne die Datei vollständig, vom ersten „/“ an, mit „%1“ am Ende.</translation>
    </message>
    <message>
        <source>This file is there already, or a job writes it: choose another name.</source>
        <translation>Diese Datei gibt es schon, oder ein Auftrag schreibt sie: wähle einen anderen Namen.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::Page</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PairActions</name>
    <message>
        <source>Single Picture</source>
        <translation>Einzelnes Bild</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>Einzeln</translation>
    </message>
    <message>
        <source>Side by Side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Neben</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Wischen</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>Blinken</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <source>Blink: the two sides take turns. Tap B for this; hold B to see the other side.</source>
        <translation>Blinken: die beiden Seiten wechseln sich ab. B tippen schaltet es; B halten zeigt die andere Seite.</translation>
    </message>
    <message>
        <source>Swap Sides</source>
        <translation>Seiten tauschen</translation>
    </message>
    <message>
        <source>Show %1 Alone</source>
        <translation>Nur %1 zeigen</translation>
    </message>
    <message>
        <source>Show All Parts</source>
        <translation>Alle Teile zeigen</translation>
    </message>
    <message>
        <source>More Difference Gain</source>
        <translation>Unterschied mehr verstärken</translation>
    </message>
    <message>
        <source>Less Difference Gain</source>
        <translation>Unterschied weniger verstärken</translation>
    </message>
    <message>
        <source>Fit the Picture</source>
        <translation>Bild einpassen</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>One Pixel to One</source>
        <translation>Ein Pixel zu einem</translation>
    </message>
    <message>
        <source>1:1</source>
        <translation>1:1</translation>
    </message>
    <message>
        <source>Zoom 2x</source>
        <translation>Zoom 2x</translation>
    </message>
    <message>
        <source>2x</source>
        <translation>2x</translation>
    </message>
    <message>
        <source>Zoom 4x</source>
        <translation>Zoom 4x</translation>
    </message>
    <message>
        <source>4x</source>
        <translation>4x</translation>
    </message>
    <message>
        <source>Zoom 8x</source>
        <translation>Zoom 8x</translation>
    </message>
    <message>
        <source>8x</source>
        <translation>8x</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Nearest Neighbour</source>
        <translation>Nächster Nachbar</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>Nächster</translation>
    </message>
    <message>
        <source>On: every pixel as it is. Off: linear, which blurs what the network made.</source>
        <translation>An: jedes Pixel, wie es ist. Aus: linear, was verwischt, was das Netz gemacht hat.</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>The pixels under the pointer, both sides beside each other.</source>
        <translation>Die Pixel unter dem Zeiger, beide Seiten nebeneinander.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PairControls</name>
    <message>
        <source>Left side, A</source>
        <translation>Linke Seite, A</translation>
    </message>
    <message>
        <source>Right side, B</source>
        <translation>Rechte Seite, B</translation>
    </message>
    <message>
        <source>Gain of the difference</source>
        <translation>Verstärkung des Unterschieds</translation>
    </message>
    <message>
        <source>Kind of difference</source>
        <translation>Art des Unterschieds</translation>
    </message>
    <message>
        <source>x%1</source>
        <translation>x%1</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Mit Vorzeichen</translation>
    </message>
    <message>
        <source>Magnitude</source>
        <translation>Betrag</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PairReadout</name>
    <message>
        <source>Pixel under the pointer</source>
        <translation>Pixel unter dem Zeiger</translation>
    </message>
    <message>
        <source>Likeness of the two sides</source>
        <translation>Ähnlichkeit der beiden Seiten</translation>
    </message>
    <message>
        <source>How the sides are lined up</source>
        <translation>Wie die Seiten aufeinanderliegen</translation>
    </message>
    <message>
        <source>Point at a pixel to read it.</source>
        <translation>Zeige auf ein Pixel, um es zu lesen.</translation>
    </message>
    <message>
        <source>(x %1, y %2)  one side is missing</source>
        <translation>(x %1, y %2)  eine Seite fehlt</translation>
    </message>
    <message>
        <source>(x %1, y %2)  %3 %4  %5 %6  difference %7 %8 %9</source>
        <translation>(x %1, y %2)  %3 %4  %5 %6  Unterschied %7 %8 %9</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>MAE %1   PSNR %2   SSIM %3</source>
        <translation>MAE %1   PSNR %2   SSIM %3</translation>
    </message>
    <message>
        <source>Of this frame, right side against left side, at the larger side&apos;s size.</source>
        <translation>Von diesem Bild, rechte Seite gegen linke, in der Größe der größeren Seite.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PairView</name>
    <message>
        <source>No sample is chosen.</source>
        <translation>Keine Probe ist gewählt.</translation>
    </message>
    <message>
        <source>  %1x%2x%3  %4 fps  %5x %6</source>
        <translation>  %1x%2x%3  %4 B/s  %5x %6</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>linear</translation>
    </message>
    <message>
        <source>nearest</source>
        <translation>nächster</translation>
    </message>
    <message>
        <source>%1 minus %2, lightness, gain x%3</source>
        <translation>%1 minus %2, Helligkeit, Verstärkung x%3</translation>
    </message>
    <message>
        <source>distance, mean of channels, gain x%1</source>
        <translation>Abstand, Mittel der Kanäle, Verstärkung x%1</translation>
    </message>
    <message>
        <source>Pair view</source>
        <translation>Paaransicht</translation>
    </message>
    <message>
        <source>%1 is enlarged %2 times with nearest neighbour so that its pixels line up with %3.</source>
        <translation>%1 ist %2-fach mit nächstem Nachbarn vergrößert, damit seine Pixel auf denen von %3 liegen.</translation>
    </message>
    <message>
        <source>%1, %2 x %3 pixels</source>
        <translation>%1, %2 x %3 Pixel</translation>
    </message>
    <message>
        <source>%1 missing: %2</source>
        <translation>%1 fehlt: %2</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PlaybackActions</name>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Once</source>
        <translation>Einmal</translation>
    </message>
    <message>
        <source>There and back</source>
        <translation>Hin und zurück</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play Backwards, Again for Faster</source>
        <translation>Rückwärts spielen, noch einmal für schneller</translation>
    </message>
    <message>
        <source>Stop the Shuttle</source>
        <translation>Spulen anhalten</translation>
    </message>
    <message>
        <source>Play Forwards, Again for Faster</source>
        <translation>Vorwärts spielen, noch einmal für schneller</translation>
    </message>
    <message>
        <source>First Frame</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Last Frame</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <source>Go to Frame…</source>
        <translation>Gehe zu Bild…</translation>
    </message>
    <message>
        <source>Set In Point</source>
        <translation>Anfangspunkt setzen</translation>
    </message>
    <message>
        <source>Set Out Point</source>
        <translation>Endpunkt setzen</translation>
    </message>
    <message>
        <source>Clear In and Out</source>
        <translation>Anfang und Ende löschen</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Normal Speed</source>
        <translation>Normale Geschwindigkeit</translation>
    </message>
    <message>
        <source>Loop Mode</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Previous Frame</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next Frame</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>10 Frames Back</source>
        <translation>10 Bilder zurück</translation>
    </message>
    <message>
        <source>10 Frames On</source>
        <translation>10 Bilder vor</translation>
    </message>
    <message>
        <source>100 Frames Back</source>
        <translation>100 Bilder zurück</translation>
    </message>
    <message>
        <source>100 Frames On</source>
        <translation>100 Bilder vor</translation>
    </message>
    <message>
        <source>Pause Playback</source>
        <translation>Wiedergabe anhalten</translation>
    </message>
    <message>
        <source>Loop Mode: %1</source>
        <translation>Wiederholung: %1</translation>
    </message>
    <message>
        <source>Go to Frame</source>
        <translation>Gehe zu Bild</translation>
    </message>
    <message>
        <source>Frame, from 0 to %1:</source>
        <translation>Bild, von 0 bis %1:</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PlotDialog</name>
    <message>
        <source>Save a Plot</source>
        <translation>Ein Diagramm speichern</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>How it is written</source>
        <translation>Wie es geschrieben wird</translation>
    </message>
    <message>
        <source>PNG: a picture at twice the size</source>
        <translation>PNG: ein Bild in doppelter Größe</translation>
    </message>
    <message>
        <source>SVG: lines that stay sharp at any size</source>
        <translation>SVG: Linien, die in jeder Größe scharf bleiben</translation>
    </message>
    <message>
        <source>CSV: the numbers</source>
        <translation>CSV: die Zahlen</translation>
    </message>
    <message>
        <source>As</source>
        <translation>Als</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>This plot is gone: choose another one.</source>
        <translation>Dieses Diagramm ist fort: wähle ein anderes.</translation>
    </message>
    <message>
        <source>PDF: the same for print and papers</source>
        <translation>PDF: dasselbe für Druck und Veröffentlichungen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PlotView</name>
    <message>
        <source>plot</source>
        <translation>diagramm</translation>
    </message>
    <message>
        <source>Save the plot</source>
        <translation>Diagramm speichern</translation>
    </message>
    <message>
        <source>, smoothed %1</source>
        <translation>, geglättet %1</translation>
    </message>
    <message>
        <source> (at %1)</source>
        <translation> (bei %1)</translation>
    </message>
    <message>
        <source>%1: %L2 points, last %3, least %4, most %5</source>
        <translation>%1: %L2 Punkte, zuletzt %3, kleinster %4, größter %5</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Plot %1</source>
        <translation>Diagramm %1</translation>
    </message>
    <message>
        <source>Smoothing; the raw line stays visible</source>
        <translation>Glättung; die rohe Linie bleibt sichtbar</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>Logarithmische y-Achse</translation>
    </message>
    <message>
        <source>Follow the newest point</source>
        <translation>Dem neuesten Punkt folgen</translation>
    </message>
    <message>
        <source>Show all points</source>
        <translation>Alle Punkte zeigen</translation>
    </message>
    <message>
        <source>Save or copy this plot</source>
        <translation>Dieses Diagramm speichern oder kopieren</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>Als PNG speichern…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>Als SVG speichern…</translation>
    </message>
    <message>
        <source>Save numbers as CSV…</source>
        <translation>Zahlen als CSV speichern…</translation>
    </message>
    <message>
        <source>Logarithmic x axis</source>
        <translation>Logarithmische x-Achse</translation>
    </message>
    <message>
        <source>Leave outliers out of the range</source>
        <translation>Ausreißer aus dem Bereich lassen</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Als PDF speichern…</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Groups of preferences</source>
        <translation>Gruppen der Einstellungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Size of the window&apos;s contents</source>
        <translation>Größe des Fensterinhalts</translation>
    </message>
    <message>
        <source>Previews play by themselves when a run is opened</source>
        <translation>Vorschauen laufen von selbst, wenn ein Lauf geöffnet wird</translation>
    </message>
    <message>
        <source>The window begins anew at the new size, with all as it was; training goes on.</source>
        <translation>Das Fenster beginnt in der neuen Größe neu, mit allem, wie es war; das Training läuft weiter.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::PreviewWall</name>
    <message>
        <source>probe %1</source>
        <translation>Sonde %1</translation>
    </message>
    <message>
        <source>step %L1, %2</source>
        <translation>Schritt %L1, %2</translation>
    </message>
    <message>
        <source>not in this preview</source>
        <translation>nicht in dieser Vorschau</translation>
    </message>
    <message>
        <source>step %L1</source>
        <translation>Schritt %L1</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ProblemReport</name>
    <message>
        <source>Report a problem</source>
        <translation>Ein Problem melden</translation>
    </message>
    <message>
        <source>Write at the top what went wrong, take out what is nobody&apos;s business, and send the text to whoever gave you this program. Nothing is sent from here.</source>
        <translation>Schreibe oben, was schiefging, nimm heraus, was niemanden angeht, und schicke den Text an den, der dir dieses Programm gab. Von hier wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Text of the report</source>
        <translation>Text der Meldung</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Die Meldung speichern</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ProjectDialog</name>
    <message>
        <source>%L1 frames of %2x%2</source>
        <translation>%L1 Bilder zu %2x%2</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>, dann </translation>
    </message>
    <message>
        <source>Project settings</source>
        <translation>Projekteinstellungen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder of the project</source>
        <translation>Ordner des Projekts</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the folder of the project</source>
        <translation>Ordner des Projekts zeigen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>wird gemessen</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>Platz auf der Platte</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>Auf der Platte</translation>
    </message>
    <message>
        <source>Recipe of the next new run</source>
        <translation>Rezept des nächsten neuen Laufs</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Edit on the Train page</source>
        <translation>Auf der Seite Training bearbeiten</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Save to a file…</source>
        <translation>In eine Datei speichern…</translation>
    </message>
    <message>
        <source>Runs keep the recipe they were begun with. Steps, checkpoints that are kept, previews and measures are part of it.</source>
        <translation>Läufe behalten das Rezept, mit dem sie begannen. Schritte, behaltene Zwischenstände, Vorschauen und Messungen gehören dazu.</translation>
    </message>
    <message>
        <source>By %1</source>
        <translation>Durch %1</translation>
    </message>
    <message>
        <source>By a file…</source>
        <translation>Durch eine Datei…</translation>
    </message>
    <message>
        <source>data %1, runs %2, exports %3, kept samples %4</source>
        <translation>Daten %1, Läufe %2, Exporte %3, behaltene Proben %4</translation>
    </message>
    <message>
        <source>; %1 are free</source>
        <translation>; %1 sind frei</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>The next new run takes the recipe %1.</source>
        <translation>Der nächste neue Lauf nimmt das Rezept %1.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>A recipe</source>
        <translation>Ein Rezept</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>Rezepte (*.json)</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be read: %2.</source>
        <translation>„%1“ ist nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>Save the recipe</source>
        <translation>Das Rezept speichern</translation>
    </message>
</context>
<context>
    <name>unroll::ui::Rail</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>unroll::ui::RecipeForm</name>
    <message>
        <source>change of %1</source>
        <translation>Änderung von %1</translation>
    </message>
    <message>
        <source>Parts of the recipe</source>
        <translation>Teile des Rezepts</translation>
    </message>
    <message>
        <source>Choose a field to read what it means.</source>
        <translation>Wähle ein Feld, um zu lesen, was es bedeutet.</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>Ganzes</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>Put %1 back</source>
        <translation>%1 zurücksetzen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not allowed for %2: it takes %3.</source>
        <translation>„%1“ ist für %2 nicht erlaubt; erlaubt ist: %3.</translation>
    </message>
    <message>
        <source>%1 of stage %2</source>
        <translation>%1 von Stufe %2</translation>
    </message>
    <message>
        <source>It takes %1.</source>
        <translation>Erlaubt ist: %1.</translation>
    </message>
    <message>
        <source>Back to %1 as in %2</source>
        <translation>Zurück zu %1 wie in %2</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ReportDialog</name>
    <message>
        <source>report on %1</source>
        <translation>Bericht über %1</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>One HTML page that needs no other file: the data, every run with its settings, samples, curves and measures, and a section for each effect that there are runs to show. Runs are sampled anew, which takes a while; the Jobs page shows how far it is.</source>
        <translation>Eine HTML-Seite, die keine andere Datei braucht: die Daten, jeder Lauf mit seinen Einstellungen, Proben, Kurven und Messungen, und ein Abschnitt für jede Wirkung, zu der es Läufe gibt. Die Läufe werden neu beprobt, das dauert; die Seite Aufträge zeigt, wie weit es ist.</translation>
    </message>
    <message>
        <source>Folder of the page</source>
        <translation>Ordner der Seite</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the folder of the page</source>
        <translation>Ordner der Seite wählen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Frames of each sample</source>
        <translation>Bilder jeder Probe</translation>
    </message>
    <message>
        <source>Samples of each run</source>
        <translation>Proben jedes Laufs</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>Bericht schreiben</translation>
    </message>
    <message>
        <source>Name the folder in full, from the first &apos;/&apos; on.</source>
        <translation>Nenne den Ordner vollständig, vom ersten „/“ an.</translation>
    </message>
    <message>
        <source>There is a page in this folder already: choose another folder.</source>
        <translation>In diesem Ordner ist schon eine Seite: wähle einen anderen.</translation>
    </message>
    <message>
        <source>A job in the queue writes into this folder: choose another one.</source>
        <translation>Ein Auftrag in der Reihe schreibt in diesen Ordner: wähle einen anderen.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::RpcConnection</name>
    <message>
        <source>The engine closed the connection.</source>
        <translation>Das Rechenprogramm hat die Verbindung geschlossen.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::RunBar</name>
    <message>
        <source>%1 left, ends %2</source>
        <translation>noch %1, endet %2</translation>
    </message>
    <message>
        <source>%1 to %2 left, ends about %3</source>
        <translation>noch %1 bis %2, endet etwa %3</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>The run that all pages show</source>
        <translation>Der Lauf, den alle Seiten zeigen</translation>
    </message>
    <message>
        <source>time left: measuring</source>
        <translation>Restzeit: wird gemessen</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>Noch kein Lauf</translation>
    </message>
    <message>
        <source>No project</source>
        <translation>Kein Projekt</translation>
    </message>
    <message>
        <source>joint</source>
        <translation>gemeinsam</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>%1, step %L2 / %L3</source>
        <translation>%1, Schritt %L2 / %L3</translation>
    </message>
    <message>
        <source>%L1 it/s</source>
        <translation>%L1 Schr./s</translation>
    </message>
    <message>
        <source>%L1 s/it</source>
        <translation>%L1 s/Schr.</translation>
    </message>
    <message>
        <source>no news for %1</source>
        <translation>keine Nachricht seit %1</translation>
    </message>
    <message>
        <source>no checkpoint yet</source>
        <translation>noch kein Zwischenstand</translation>
    </message>
    <message>
        <source>checkpoint %1</source>
        <translation>Zwischenstand %1</translation>
    </message>
</context>
<context>
    <name>unroll::ui::RunModel</name>
    <message>
        <source>Stopped</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Training goes on from step %L1.</source>
        <translation>Das Training geht ab Schritt %L1 weiter.</translation>
    </message>
    <message>
        <source>%1, step %L2.</source>
        <translation>%1, Schritt %L2.</translation>
    </message>
    <message>
        <source>numbers finite</source>
        <translation>Zahlen endlich</translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) not finite</source>
        <translation>
            <numerusform>%Ln Wert nicht endlich</numerusform>
            <numerusform>%Ln Werte nicht endlich</numerusform>
        </translation>
    </message>
    <message>
        <source>No curve of this stage holds a value that is not finite.</source>
        <translation>Keine Kurve dieser Stufe enthält einen Wert, der nicht endlich ist.</translation>
    </message>
    <message>
        <source>Some curves hold NaN or infinity: lower the learning rates, or resume from an older checkpoint.</source>
        <translation>Manche Kurven enthalten NaN oder Unendlich: senke die Lernraten oder mache von einem älteren Zwischenstand weiter.</translation>
    </message>
    <message>
        <source>generator gradient</source>
        <translation>Gradient des Generators</translation>
    </message>
    <message>
        <source>critic gradient</source>
        <translation>Gradient der Kritiker</translation>
    </message>
    <message>
        <source>The gradient is more than 20 times its median of %L1: training may diverge.</source>
        <translation>Der Gradient ist über 20-mal so groß wie sein Median von %L1: das Training läuft vielleicht auseinander.</translation>
    </message>
    <message>
        <source>The gradient is less than a thousandth of its median of %L1: one network may have stopped learning.</source>
        <translation>Der Gradient ist kleiner als ein Tausendstel seines Medians von %L1: ein Netz lernt vielleicht nicht mehr.</translation>
    </message>
    <message>
        <source>The gradient is near its median of %L1.</source>
        <translation>Der Gradient ist nahe seinem Median von %L1.</translation>
    </message>
    <message>
        <source>This critic is far beyond the hinge for real and made clips alike: the generator may learn little from it.</source>
        <translation>Dieser Kritiker ist für echte wie gemachte Clips weit jenseits der Schwelle: der Generator lernt wohl wenig von ihm.</translation>
    </message>
    <message>
        <source>Mean score of real clips minus that of made ones.</source>
        <translation>Mittlere Note echter Clips minus die der gemachten.</translation>
    </message>
    <message>
        <source>waiting for data %L1 %</source>
        <translation>Warten auf Daten %L1 %</translation>
    </message>
    <message>
        <source>Training waits for data: import with the raw store or at a smaller size.</source>
        <translation>Das Training wartet auf Daten: importiere in den rohen Speicher oder kleiner.</translation>
    </message>
    <message>
        <source>Share of a step in which training waits for data.</source>
        <translation>Anteil eines Schritts, in dem das Training auf Daten wartet.</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>Untätig</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Bereitet vor</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>Hält an</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused (memory free)</source>
        <translation>Angehalten (Speicher frei)</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Speichert</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Endet</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>fine detail %L1 dB</source>
        <translation>Feinheiten %L1 dB</translation>
    </message>
    <message>
        <source>Frames hold less fine detail than real ones: they are too smooth. The spectrum&apos;s end sags; more steps or a wider critic may help.</source>
        <translation>Die Bilder haben weniger Feinheiten als echte: sie sind zu glatt. Das Ende des Spektrums hängt durch; mehr Schritte oder ein breiterer Kritiker helfen vielleicht.</translation>
    </message>
    <message>
        <source>Frames hold more fine detail than real ones: noise or a grid. The spectrum&apos;s end stands up; look at the previews at 8x.</source>
        <translation>Die Bilder haben mehr Feinheiten als echte: Rauschen oder ein Gitter. Das Ende des Spektrums steht hoch; sieh dir die Vorschauen in 8x an.</translation>
    </message>
    <message>
        <source>Power of made frames above %L1 cycles a pixel, against real ones.</source>
        <translation>Leistung der gemachten Bilder über %L1 Schwingungen je Pixel, gegenüber echten.</translation>
    </message>
    <message>
        <source>%1: margin %L2</source>
        <translation>%1: Abstand %L2</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SampleControls</name>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Zwischenstand</translation>
    </message>
    <message>
        <source>Seeds, for example 1-16, 42</source>
        <translation>Startzahlen, zum Beispiel 1-16, 42</translation>
    </message>
    <message>
        <source>Class of all samples</source>
        <translation>Klasse aller Proben</translation>
    </message>
    <message>
        <source>Truncation: noise beyond this many deviations is drawn again; less variety, better pictures</source>
        <translation>Beschneidung: Rauschen jenseits so vieler Abweichungen wird neu gezogen; weniger Vielfalt, bessere Bilder</translation>
    </message>
    <message>
        <source>Length to unroll to, in frames of the last stage</source>
        <translation>Länge, zu der abgerollt wird, in Bildern der letzten Stufe</translation>
    </message>
    <message>
        <source>Length in seconds</source>
        <translation>Länge in Sekunden</translation>
    </message>
    <message>
        <source>at step</source>
        <translation>bei Schritt</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startzahlen</translation>
    </message>
    <message>
        <source>Draw %1 random seeds</source>
        <translation>%1 zufällige Startzahlen ziehen</translation>
    </message>
    <message>
        <source>Random %1</source>
        <translation>%1 zufällige</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Truncation</source>
        <translation>Beschneidung</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>any</source>
        <translation>jede</translation>
    </message>
    <message>
        <source>newest (%1)</source>
        <translation>neuester (%1)</translation>
    </message>
    <message>
        <source>Open a project to see samples of its runs.</source>
        <translation>Öffne ein Projekt, um Proben seiner Läufe zu sehen.</translation>
    </message>
    <message>
        <source>This project has no run yet: start one on the Train page.</source>
        <translation>Dieses Projekt hat noch keinen Lauf: beginne einen auf der Seite Training.</translation>
    </message>
    <message>
        <source>Reading run &apos;%1&apos;…</source>
        <translation>Lauf „%1“ wird gelesen…</translation>
    </message>
    <message>
        <source>Run &apos;%1&apos; has no checkpoint yet: the first one makes samples possible.</source>
        <translation>Lauf „%1“ hat noch keinen Zwischenstand: mit dem ersten werden Proben möglich.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; names no seeds: write numbers and ranges such as 1-16, 42, at most %2 seeds.</source>
        <translation>„%1“ nennt keine Startzahlen: schreibe Zahlen und Bereiche wie 1-16, 42, höchstens %2 Startzahlen.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SampleGrid</name>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>being made</source>
        <translation>wird gemacht</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Proben</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SampleMarks</name>
    <message>
        <source>The stars and tags in &apos;%1&apos; cannot be read: move the file away to begin anew.</source>
        <translation>Die Sterne und Stichworte in „%1“ sind nicht lesbar: nimm die Datei weg, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>Star %1</source>
        <translation>Stern für %1</translation>
    </message>
    <message>
        <source>Unstar %1</source>
        <translation>Kein Stern für %1</translation>
    </message>
    <message>
        <source>Tag %1</source>
        <translation>Stichwort für %1</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SampleNumbers</name>
    <message>
        <source>S%1</source>
        <translation>S%1</translation>
    </message>
    <message>
        <source>real</source>
        <translation>echt</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Noch einmal messen</translation>
    </message>
    <message>
        <source>How the power spectrum is drawn</source>
        <translation>Wie das Leistungsspektrum gezeichnet wird</translation>
    </message>
    <message>
        <source>Power spectrum</source>
        <translation>Leistungsspektrum</translation>
    </message>
    <message>
        <source>Spectrum against real</source>
        <translation>Spektrum gegen echt</translation>
    </message>
    <message>
        <source>State of measuring</source>
        <translation>Stand der Messung</translation>
    </message>
    <message>
        <source>Measuring stage %1: %2 of %3 videos</source>
        <translation>Stufe %1 wird gemessen: %2 von %3 Videos</translation>
    </message>
    <message>
        <source>The measures wait for the engine…</source>
        <translation>Die Messung wartet auf das Rechenprogramm…</translation>
    </message>
    <message>
        <source>What the engine measured cannot be read; measure again.</source>
        <translation>Was das Rechenprogramm gemessen hat, lässt sich nicht lesen; miss noch einmal.</translation>
    </message>
    <message>
        <source>There is no engine to measure with.</source>
        <translation>Es ist kein Rechenprogramm da, das misst.</translation>
    </message>
    <message>
        <source>Stage %1 at step %2: %3</source>
        <translation>Stufe %1 bei Schritt %2: %3</translation>
    </message>
    <message>
        <source>Seeds from %1 on, classes by seed, the recipe&apos;s truncation, averaged weights.</source>
        <translation>Startzahlen ab %1, Klassen nach Startzahl, Beschneidung des Rezepts, gemittelte Gewichte.</translation>
    </message>
    <message>
        <source>Drawn once the videos are measured.</source>
        <translation>Wird gezeichnet, sobald die Videos gemessen sind.</translation>
    </message>
    <message>
        <source>0 dB is right</source>
        <translation>0 dB ist richtig</translation>
    </message>
    <message>
        <source>band: real, one deviation</source>
        <translation>Band: echt, eine Abweichung</translation>
    </message>
    <message>
        <source>cycles a picture</source>
        <translation>Perioden je Bild</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>near the real is better</source>
        <translation>nahe am Echten ist besser</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>real, S%1</source>
        <translation>echt, S%1</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SampleProject</name>
    <message>
        <source>Making the sample project…</source>
        <translation>Das Beispielprojekt wird angelegt…</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SampleStore</name>
    <message>
        <source>Seed %1</source>
        <translation>Startzahl %1</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>mit Stern</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SamplesPage</name>
    <message>
        <source>Previous Sample</source>
        <translation>Vorige Probe</translation>
    </message>
    <message>
        <source>Next Sample</source>
        <translation>Nächste Probe</translation>
    </message>
    <message>
        <source>Older Checkpoint</source>
        <translation>Älterer Zwischenstand</translation>
    </message>
    <message>
        <source>Newer Checkpoint</source>
        <translation>Neuerer Zwischenstand</translation>
    </message>
    <message>
        <source>Larger Tiles</source>
        <translation>Größere Kacheln</translation>
    </message>
    <message>
        <source>Smaller Tiles</source>
        <translation>Kleinere Kacheln</translation>
    </message>
    <message>
        <source>Star or Unstar</source>
        <translation>Stern setzen oder nehmen</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Stichworte…</translation>
    </message>
    <message>
        <source>Copy Frame</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Copy Numbers</source>
        <translation>Zahlen kopieren</translation>
    </message>
    <message>
        <source>Export Video…</source>
        <translation>Video exportieren…</translation>
    </message>
    <message>
        <source>Save Frame…</source>
        <translation>Bild speichern…</translation>
    </message>
    <message>
        <source>Save Contact Sheet…</source>
        <translation>Kontaktbogen speichern…</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Stichworte</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n samples, with commas between them:</source>
        <translation>
            <numerusform>Stichworte für %n Probe, mit Kommas dazwischen:</numerusform>
            <numerusform>Stichworte für %n Proben, mit Kommas dazwischen:</numerusform>
        </translation>
    </message>
    <message>
        <source>Save Frame</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Save Contact Sheet</source>
        <translation>Kontaktbogen speichern</translation>
    </message>
    <message>
        <source>Reading the sample…</source>
        <translation>Probe wird gelesen…</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>State of sampling</source>
        <translation>Stand der Proben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel sampling</source>
        <translation>Proben abbrechen</translation>
    </message>
    <message>
        <source>Make the rest</source>
        <translation>Den Rest machen</translation>
    </message>
    <message>
        <source>Make the samples that are missing</source>
        <translation>Die fehlenden Proben machen</translation>
    </message>
    <message>
        <source>The sample that is shown</source>
        <translation>Die gezeigte Probe</translation>
    </message>
    <message>
        <source>%1 of %2 samples</source>
        <translation>%1 von %2 Proben</translation>
    </message>
    <message>
        <source>   making the next ones: %1 %</source>
        <translation>   die nächsten werden gemacht: %1 %</translation>
    </message>
    <message>
        <source>No sample</source>
        <translation>Keine Probe</translation>
    </message>
    <message>
        <source>Seed %1</source>
        <translation>Startzahl %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Seed %1 is not made yet.</source>
        <translation>Startzahl %1 ist noch nicht gemacht.</translation>
    </message>
    <message>
        <source>of the same class</source>
        <translation>derselben Klasse</translation>
    </message>
    <message>
        <source>Spectrum and Motion</source>
        <translation>Spektrum und Bewegung</translation>
    </message>
    <message>
        <source>size of the tiles</source>
        <translation>Größe der Kacheln</translation>
    </message>
    <message>
        <source>show the spectrum</source>
        <translation>Spektrum zeigen</translation>
    </message>
    <message>
        <source>hide the spectrum</source>
        <translation>Spektrum verbergen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SaveAsDialog</name>
    <message>
        <source>Save the project as</source>
        <translation>Projekt speichern unter</translation>
    </message>
    <message>
        <source>A copy of the whole project, with its clips, runs, checkpoints and exports, which is opened then. This project stays as it is; so does its queue of exports.</source>
        <translation>Eine Kopie des ganzen Projekts mit Clips, Läufen, Zwischenständen und Exporten, die danach geöffnet wird. Dieses Projekt bleibt, wie es ist, auch seine Warteschlange.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>How far the copy is</source>
        <translation>Wie weit die Kopie ist</translation>
    </message>
    <message>
        <source>Save the copy</source>
        <translation>Kopie speichern</translation>
    </message>
    <message>
        <source>Give the copy a name and a folder, from the first &apos;/&apos; on.</source>
        <translation>Gib der Kopie einen Namen und einen Ordner, vom ersten „/“ an.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is there already: choose another name.</source>
        <translation>„%1“ gibt es schon: wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>Run &apos;%1&apos; is being trained: stop it on the Train page first.</source>
        <translation>Lauf „%1“ wird gerade trainiert: Beende ihn zuerst auf der Seite „Training“.</translation>
    </message>
    <message>
        <source>Looking at the project…</source>
        <translation>Das Projekt wird angesehen…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>The copy &apos;%1&apos; was whole already; it stays.</source>
        <translation>Die Kopie „%1“ war schon vollständig; sie bleibt.</translation>
    </message>
    <message>
        <source>The copy is being given up…</source>
        <translation>Die Kopie wird aufgegeben…</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ServeClient</name>
    <message>
        <source>The request was cancelled.</source>
        <translation>Die Anfrage wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The engine&apos;s program is of another version than the window.</source>
        <translation>Das Rechenprogramm hat eine andere Version als das Fenster.</translation>
    </message>
    <message>
        <source>The sampling service ended all of a sudden; the next request starts it again.</source>
        <translation>Der Probendienst endete plötzlich; die nächste Anfrage startet ihn neu.</translation>
    </message>
    <message>
        <source>The sampling service was ended.</source>
        <translation>Der Probendienst wurde beendet.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SettingPanel</name>
    <message>
        <source>Differences only</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Ignore chosen</source>
        <translation>Gewählte übergehen</translation>
    </message>
    <message>
        <source>Ignore the chosen settings</source>
        <translation>Die gewählten Einstellungen übergehen</translation>
    </message>
    <message>
        <source>Puts the chosen settings aside: they are neither shown nor counted as differences.</source>
        <translation>Legt die gewählten Einstellungen beiseite: sie werden weder gezeigt noch als Unterschiede gezählt.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n ignored</source>
        <translation>
            <numerusform>%n übergangene zeigen</numerusform>
            <numerusform>%n übergangene zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>hide what does not differ</source>
        <translation>Gleiches verbergen</translation>
    </message>
    <message>
        <source>show what does not differ</source>
        <translation>Gleiches zeigen</translation>
    </message>
    <message>
        <source>ignored settings</source>
        <translation>beiseitegelegte Einstellungen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::SettingTable</name>
    <message>
        <source>Settings of the compared runs</source>
        <translation>Einstellungen der verglichenen Läufe</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
</context>
<context>
    <name>unroll::ui::StageStrip</name>
    <message>
        <source>Joint</source>
        <translation>Gemeinsam</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>%1: %L2 of %L3 steps; click to see its previews</source>
        <translation>%1: %L2 von %L3 Schritten; ein Klick zeigt ihre Vorschauen</translation>
    </message>
    <message>
        <source>%1, %L2 of %L3 steps</source>
        <translation>%1, %L2 von %L3 Schritten</translation>
    </message>
</context>
<context>
    <name>unroll::ui::TimeSlider</name>
    <message>
        <source>Training time</source>
        <translation>Trainingszeit</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Live: stay at the newest preview</source>
        <translation>Live: beim Neuesten bleiben</translation>
    </message>
    <message>
        <source>Stay at the newest preview</source>
        <translation>Bei der neuesten Vorschau bleiben</translation>
    </message>
    <message>
        <source>Play Training Time Backwards</source>
        <translation>Trainingszeit rückwärts spielen</translation>
    </message>
    <message>
        <source>Stop Training Time</source>
        <translation>Trainingszeit anhalten</translation>
    </message>
    <message>
        <source>Play Training Time</source>
        <translation>Trainingszeit spielen</translation>
    </message>
    <message>
        <source>Previous Kept Step</source>
        <translation>Voriger behaltener Schritt</translation>
    </message>
    <message>
        <source>Next Kept Step</source>
        <translation>Nächster behaltener Schritt</translation>
    </message>
    <message>
        <source>no preview yet</source>
        <translation>noch keine Vorschau</translation>
    </message>
    <message>
        <source>step %L1</source>
        <translation>Schritt %L1</translation>
    </message>
</context>
<context>
    <name>unroll::ui::Timeline</name>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Drag to look at any frame</source>
        <translation>Ziehen, um jedes Bild anzusehen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ToastStack</name>
    <message>
        <source>Error: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>unroll::ui::TrainPage</name>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Start Training</source>
        <translation>Training beginnen</translation>
    </message>
    <message>
        <source>New Run…</source>
        <translation>Neuer Lauf…</translation>
    </message>
    <message>
        <source>Branch From Checkpoint…</source>
        <translation>Vom Zwischenstand abzweigen…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause and Free Memory</source>
        <translation>Anhalten und Speicher freigeben</translation>
    </message>
    <message>
        <source>Checkpoint Now</source>
        <translation>Jetzt Zwischenstand schreiben</translation>
    </message>
    <message>
        <source>Sample Now</source>
        <translation>Jetzt Vorschau machen</translation>
    </message>
    <message>
        <source>There is no data to train on yet: import videos on the Data page, or make synthetic scenes there.</source>
        <translation>Es gibt noch keine Daten zum Trainieren: importiere Videos auf der Seite Daten, oder mache dort künstliche Szenen.</translation>
    </message>
    <message>
        <source>Training &apos;%1&apos; is starting; it goes on when this window is closed.</source>
        <translation>Training „%1“ beginnt; es läuft weiter, wenn dieses Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>Noch kein Lauf</translation>
    </message>
    <message>
        <source>The trainer ended without a word: it was killed, or the machine ran out of memory (then a smaller batch or size helps).</source>
        <translation>Das Training endete ohne ein Wort: es wurde beendet, oder der Speicher ging aus (dann hilft ein kleinerer Stapel oder eine kleinere Größe).</translation>
    </message>
    <message>
        <source>No checkpoint was written yet.</source>
        <translation>Noch wurde kein Zwischenstand geschrieben.</translation>
    </message>
    <message>
        <source>The last good checkpoint is %1, step %L2, %3.</source>
        <translation>Der letzte gute Zwischenstand ist %1, Schritt %L2, %3.</translation>
    </message>
    <message>
        <source>Previews of fixed probe seeds appear here while a run trains.</source>
        <translation>Vorschauen zu festen Startzahlen erscheinen hier, während ein Lauf trainiert.</translation>
    </message>
    <message>
        <source>The first preview of this stage comes at step %L1.</source>
        <translation>Die erste Vorschau dieser Stufe kommt bei Schritt %L1.</translation>
    </message>
    <message>
        <source>The recipe says &apos;never&apos; to previews: Sample Now (F7) makes one.</source>
        <translation>Das Rezept sagt „nie“ zu Vorschauen: „Jetzt Vorschau machen“ (F7) macht eine.</translation>
    </message>
    <message>
        <source>Step %L1, %2, averaged weights</source>
        <translation>Schritt %L1, %2, gemittelte Gewichte</translation>
    </message>
    <message>
        <source>; the next preview comes at step %L1</source>
        <translation>; die nächste Vorschau kommt bei Schritt %L1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Zwischenstand</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Curves and recipe</source>
        <translation>Kurven und Rezept</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>For the next new run. What differs from the recipe is marked ●.</source>
        <translation>Für den nächsten neuen Lauf. Was vom Rezept abweicht, trägt ein ●.</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>The project&apos;s folder cannot be written to, so the trainer could neither save nor say why it ended: make the folder writable and resume.</source>
        <translation>In den Projektordner kann nicht geschrieben werden, darum konnte das Training weder speichern noch sagen, warum es endete: Machen Sie den Ordner beschreibbar und setzen Sie fort.</translation>
    </message>
    <message>
        <source>Duplicate Run…</source>
        <translation>Lauf verdoppeln…</translation>
    </message>
    <message>
        <source>There is no checkpoint yet: all that it learned is lost.</source>
        <translation>Noch gibt es keinen Zwischenstand: alles Gelernte geht verloren.</translation>
    </message>
    <message numerus="yes">
        <source>The last checkpoint is of step %L1, %2: %Ln step(s) are lost.</source>
        <translation>
            <numerusform>Der letzte Zwischenstand ist von Schritt %L1, %2: %Ln Schritt geht verloren.</numerusform>
            <numerusform>Der letzte Zwischenstand ist von Schritt %L1, %2: %Ln Schritte gehen verloren.</numerusform>
        </translation>
    </message>
    <message>
        <source>The last checkpoint is of %1, step %L2: all steps of %3 are lost.</source>
        <translation>Der letzte Zwischenstand ist von %1, Schritt %L2: alle Schritte von %3 gehen verloren.</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>Sofort beenden</translation>
    </message>
    <message>
        <source>Training is ended at once, in the middle of its step. %1 Use this when it does not answer any more.</source>
        <translation>Das Training wird sofort beendet, mitten im Schritt. %1 Das ist für den Fall, dass es nicht mehr antwortet.</translation>
    </message>
    <message>
        <source>The last checkpoint is of %1, step %L2: all that it learned since is lost.</source>
        <translation>Der letzte Zwischenstand ist von %1, Schritt %L2: alles, was seither gelernt wurde, geht verloren.</translation>
    </message>
    <message>
        <source>Stop With a Checkpoint</source>
        <translation>Mit Zwischenstand beenden</translation>
    </message>
    <message>
        <source>Stop Now Without Saving…</source>
        <translation>Sofort beenden, ohne zu speichern…</translation>
    </message>
    <message>
        <source>Change the recipe</source>
        <translation>Rezept ändern</translation>
    </message>
    <message>
        <source>No batch is small enough: choose fewer channels, frames or pixels, then start a new run.</source>
        <translation>Keine Anzahl Clips ist klein genug: Wähle weniger Kanäle, Bilder oder Bildpunkte und beginne dann einen neuen Lauf.</translation>
    </message>
    <message>
        <source>Stop Now</source>
        <translation>Sofort beenden</translation>
    </message>
</context>
<context>
    <name>unroll::ui::TrainerClient</name>
    <message>
        <source>The trainer ended without saying why: it was killed, or the machine stopped. Resume goes on from the last checkpoint.</source>
        <translation>Das Training endete, ohne zu sagen, warum: es wurde beendet, oder der Rechner ging aus. „Fortsetzen“ macht vom letzten Zwischenstand weiter.</translation>
    </message>
    <message>
        <source>The trainer speaks another version of the protocol: use programs of the same version.</source>
        <translation>Das Training spricht eine andere Version des Protokolls: nimm Programme derselben Version.</translation>
    </message>
</context>
<context>
    <name>unroll::ui::Transport</name>
    <message>
        <source>Frame counter</source>
        <translation>Bildzähler</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>no frames</source>
        <translation>keine Bilder</translation>
    </message>
    <message>
        <source>Frame and last frame, counted from 0</source>
        <translation>Bild und letztes Bild, von 0 gezählt</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>%1 fps (%2)</source>
        <translation>%1 B/s (%2)</translation>
    </message>
    <message>
        <source>  %1x</source>
        <translation>  %1x</translation>
    </message>
    <message>
        <source>Asked for, and reached in the last second. Skipped since play began: %1</source>
        <translation>Verlangt, und in der letzten Sekunde erreicht. Ausgelassen seit Beginn: %1</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ViewHistory</name>
    <message>
        <source>sizes of the parts</source>
        <translation>Größen der Teile</translation>
    </message>
</context>
<context>
    <name>unroll::ui::WelcomePage</name>
    <message>
        <source>Unroll Studio</source>
        <translation>Unroll Studio</translation>
    </message>
    <message>
        <source>Train small video GANs on your own clips: a first stage makes short, coarse clips, later stages refine them in space and time. Watch all stages learn, compare runs by numbers and pictures, and unroll videos far longer than those trained on.</source>
        <translation>Trainiere kleine Video-GANs auf eigenen Clips: eine erste Stufe macht kurze, grobe Clips, spätere verfeinern sie in Raum und Zeit. Sieh allen Stufen beim Lernen zu, vergleiche Läufe in Zahlen und Bildern, und rolle Videos ab, die weit länger sind als die des Trainings.</translation>
    </message>
    <message>
        <source>Open sample project</source>
        <translation>Beispielprojekt öffnen</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>Neues Projekt…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>The sample project holds small made-up scenes (balls, windmills, fish) and begins to train at once. A project folder can also be dropped here.</source>
        <translation>Das Beispielprojekt enthält kleine gemachte Szenen (Bälle, Windräder, Fische) und beginnt sofort zu trainieren. Ein Projektordner kann auch hierher gezogen werden.</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Zuletzt geöffnete Projekte</translation>
    </message>
    <message>
        <source>Guided first run</source>
        <translation>Führung zum ersten Lauf</translation>
    </message>
</context>
<context>
    <name>unroll::ui::WindowStrip</name>
    <message>
        <source>; shown at %1x, nearest</source>
        <translation>; %1-fach gezeigt, nächster Nachbar</translation>
    </message>
</context>
<context>
    <name>unroll::ui::ZoomFactor</name>
    <message>
        <source>%1x</source>
        <translation>%1x</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <translation>%1/%2</translation>
    </message>
</context>
</TS>
